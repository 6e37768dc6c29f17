package dev.labctl.steps;

/** A step whose work is done already. */
public record AlreadyDone(String name, String detail) implements Step {
    @Override
    public boolean changesCluster() {
        return false;
    }

    @Override
    public StepEnd run(Session session) {
        return StepEnd.unchanged(detail);
    }
}
