package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.provider.rehearsal.simulation.kernel.EventQueue;
import dev.labctl.provider.rehearsal.simulation.kernel.EventQueue.Turn;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock;
import dev.labctl.provider.rehearsal.simulation.nodes.Pod;
import java.util.List;

/** When agents tell the operator what they need, in mode multi-pool (Cilium 1.18 {@code pkg/ipam/multipool.go}). */
final class PoolRequests {
    /** An agent does not tell more often than that. */
    private static final long SHORTEST = 15_000;

    /** It tells at least that often. */
    private static final long LONGEST = 60_000;

    private final VirtualClock time;
    private final EventQueue queue;
    private final CiliumNodes ciliumNodes;

    PoolRequests(VirtualClock time, EventQueue queue, CiliumNodes ciliumNodes, List<Agent> agents) {
        this.time = time;
        this.queue = queue;
        this.ciliumNodes = ciliumNodes;
        queue.onTurn(Turn.POOLS, index -> tell(agents.get((int) index)));
    }

    /** The agent has a reason to tell. */
    void ask(Agent agent) {
        if (agent.ipam.filter(PoolIpam.class::isInstance).isPresent()) {
            long soonest = agent.told == Pod.NEVER ? time.age() : Math.max(time.age(), agent.told + SHORTEST);
            plan(agent, soonest);
        }
    }

    private void plan(Agent agent, long when) {
        if (agent.tells == Pod.NEVER || when < agent.tells) {
            agent.tells = time.in(when - time.age());
            queue.enter(agent.tells, Turn.POOLS, agent.node().index());
        }
    }

    private void tell(Agent agent) {
        if (agent.tells == Pod.NEVER || agent.tells > time.age() || agent.pod.isEmpty()) {
            return;
        }
        agent.tells = Pod.NEVER;
        agent.told = time.age();
        agent.ipam.ifPresent(ipam -> {
            if (ipam instanceof PoolIpam pools) {
                ciliumNodes.setPools(agent.node().name(), pools.sync());
                plan(agent, time.age() + LONGEST);
            }
        });
    }
}
