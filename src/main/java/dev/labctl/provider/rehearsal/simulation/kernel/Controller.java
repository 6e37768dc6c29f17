package dev.labctl.provider.rehearsal.simulation.kernel;

/** Brings what it is responsible for from what is to what should be. It is level-triggered: what happened does not matter. */
public interface Controller {
    /**
     * Does what there is to do at this moment, without letting time pass.
     *
     * @return whether there was anything
     */
    boolean reconcile();
}
