package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.provider.rehearsal.simulation.kernel.Kernel;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock.Turn;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import java.util.List;

/** When agents send the operator their requests for blocks, in mode multi-pool (Cilium 1.18 {@code pkg/ipam/multipool.go}). */
final class PoolRequests {
    /** The shortest time between two requests. */
    private static final long SHORTEST = 15_000;

    /** The longest time between two requests. */
    private static final long LONGEST = 60_000;

    private final Kernel kernel;
    private final CiliumNodes ciliumNodes;

    PoolRequests(Kernel kernel, CiliumNodes ciliumNodes, List<Agent> agents) {
        this.kernel = kernel;
        this.ciliumNodes = ciliumNodes;
        kernel.time().onTurn(Turn.POOLS, index -> send(agents.get((int) index)));
    }

    /** The agent has a reason to send a request. */
    void plan(Agent agent) {
        if (agent.ipam.orElse(null) instanceof PoolIpam) {
            long soonest = agent.lastRequest == SimulatedPod.NEVER
                    ? kernel.time().age()
                    : Math.max(kernel.time().age(), agent.lastRequest + SHORTEST);
            plan(agent, soonest);
        }
    }

    private void plan(Agent agent, long when) {
        if (agent.nextRequest == SimulatedPod.NEVER || when < agent.nextRequest) {
            agent.nextRequest = kernel.time().in(when - kernel.time().age());
            kernel.time().enter(agent.nextRequest, Turn.POOLS, agent.node().index());
        }
    }

    private void send(Agent agent) {
        if (agent.nextRequest == SimulatedPod.NEVER
                || agent.nextRequest > kernel.time().age()
                || agent.pod.isEmpty()) {
            return;
        }
        agent.nextRequest = SimulatedPod.NEVER;
        agent.lastRequest = kernel.time().age();
        if (agent.ipam.orElse(null) instanceof PoolIpam pools) {
            ciliumNodes.setPools(agent.node().name(), pools.sync());
            plan(agent, agent.lastRequest + LONGEST);
        }
    }
}
