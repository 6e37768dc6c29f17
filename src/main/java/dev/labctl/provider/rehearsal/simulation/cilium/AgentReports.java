package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.provider.rehearsal.simulation.kernel.Kernel;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock.Turn;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import java.util.List;

/**
 * When agents tell the operator what they need, in mode multi-pool, or have in use, in mode eni (Cilium 1.18 {@code
 * pkg/ipam/multipool.go}, {@code pkg/ipam/crd.go}: {@code ipam-cilium-node-update-rate}).
 */
final class AgentReports {
    /** The shortest time between two requests. */
    private static final long SHORTEST = 15_000;

    /** The longest time between two requests. */
    private static final long LONGEST = 60_000;

    private final Kernel kernel;
    private final CiliumNodes ciliumNodes;

    AgentReports(Kernel kernel, CiliumNodes ciliumNodes, List<Agent> agents) {
        this.kernel = kernel;
        this.ciliumNodes = ciliumNodes;
        kernel.time().onTurn(Turn.POOLS, index -> send(agents.get((int) index)));
    }

    /** The agent has a reason to tell something. */
    void plan(Agent agent) {
        if (agent.ipam.filter(NodeIpam::reports).isPresent()) {
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
        agent.ipam.filter(NodeIpam::reports).ifPresent(ipam -> {
            ipam.report(ciliumNodes, agent.node().name());
            plan(agent, agent.lastRequest + LONGEST);
        });
    }
}
