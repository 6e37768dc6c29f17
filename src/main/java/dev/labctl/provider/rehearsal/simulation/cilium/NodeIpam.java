package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.ipam.Attempt;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.Infrastructure.Purpose;
import dev.labctl.ipam.IpAddress;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import java.util.List;
import java.util.Map;

/** What the agent of one node gives addresses from. It outlives a restart of the agent, as the addresses of pods do. */
sealed interface NodeIpam permits HostIpam, PoolIpam {
    /** Whether there is enough for the agent to start. */
    boolean ready();

    /**
     * Takes the agent's own addresses, those that it does not have yet, and gives back those that it does not need any more.
     *
     * @return refused with the text that the agent dies with
     */
    Attempt<Map<Purpose, List<IpAddress>>> claim(Infrastructure infrastructure);

    /** An address of a pod's from before. */
    void restore(SimulatedPod pod);

    /**
     * Addresses for a pod, one of each family.
     *
     * @param namespace the annotations of the pod's namespace
     * @return refused with the agent's text
     */
    Attempt<List<IpAddress>> take(SimulatedPod pod, Map<String, String> namespace);

    void release(SimulatedPod pod);
}
