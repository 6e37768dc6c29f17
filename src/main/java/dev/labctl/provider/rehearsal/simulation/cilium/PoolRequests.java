package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.provider.rehearsal.simulation.kernel.EventQueue;
import dev.labctl.provider.rehearsal.simulation.kernel.EventQueue.Turn;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import java.util.List;

/** When agents send the operator their requests for blocks, in mode multi-pool (Cilium 1.18 {@code pkg/ipam/multipool.go}). */
final class PoolRequests {
    /** The shortest time between two requests. */
    private static final long SHORTEST = 15_000;

    /** The longest time between two requests. */
    private static final long LONGEST = 60_000;

    private final VirtualClock time;
    private final EventQueue queue;
    private final CiliumNodes ciliumNodes;

    PoolRequests(VirtualClock time, EventQueue queue, CiliumNodes ciliumNodes, List<Agent> agents) {
        this.time = time;
        this.queue = queue;
        this.ciliumNodes = ciliumNodes;
        queue.onTurn(Turn.POOLS, index -> send(agents.get((int) index)));
    }

    /** The agent has a reason to send a request. */
    void plan(Agent agent) {
        if (agent.ipam.filter(PoolIpam.class::isInstance).isPresent()) {
            long soonest = agent.lastRequest == SimulatedPod.NEVER
                    ? time.age()
                    : Math.max(time.age(), agent.lastRequest + SHORTEST);
            plan(agent, soonest);
        }
    }

    private void plan(Agent agent, long when) {
        if (agent.nextRequest == SimulatedPod.NEVER || when < agent.nextRequest) {
            agent.nextRequest = time.in(when - time.age());
            queue.enter(agent.nextRequest, Turn.POOLS, agent.node().index());
        }
    }

    private void send(Agent agent) {
        if (agent.nextRequest == SimulatedPod.NEVER || agent.nextRequest > time.age() || agent.pod.isEmpty()) {
            return;
        }
        agent.nextRequest = SimulatedPod.NEVER;
        agent.lastRequest = time.age();
        agent.ipam.ifPresent(ipam -> {
            if (ipam instanceof PoolIpam pools) {
                ciliumNodes.setPools(agent.node().name(), pools.sync());
                plan(agent, time.age() + LONGEST);
            }
        });
    }
}
