package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedNode;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Cilium's agent on one node. */
final class Agent {
    /** How far it is. */
    enum Phase {
        /** There is none, or its container does not run. */
        DOWN,
        /** It runs and waits for what it needs to give out addresses. */
        WAITING,
        /** It has all it needs. */
        STARTING,
        READY
    }

    private final SimulatedNode node;
    Phase phase = Phase.DOWN;
    Optional<SimulatedPod> pod = Optional.empty();
    CiliumConfig config = new CiliumConfig(java.util.Map.of());
    long due = SimulatedPod.NEVER;

    /** What its node's addresses come from, also while no agent runs; empty where there never was one. */
    Optional<NodeIpam> ipam = Optional.empty();

    /** The pods that have an address of it; an agent that starts again restores them. */
    final Set<SimulatedPod> attached = new LinkedHashSet<>();
    /** When it sent the operator its last request, in mode multi-pool. */
    long lastRequest = SimulatedPod.NEVER;

    /** When it sends the next one; {@link SimulatedPod#NEVER} if none is planned. */
    long nextRequest = SimulatedPod.NEVER;

    Agent(SimulatedNode node) {
        this.node = node;
    }

    SimulatedNode node() {
        return node;
    }
}
