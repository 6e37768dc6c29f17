package dev.labctl.plan;

import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.addresses.Finding;
import dev.labctl.addresses.NodeMap;
import dev.labctl.ipam.Cidr;
import dev.labctl.lab.Range;
import java.util.List;
import java.util.function.Function;

/**
 * Where the pods' addresses come from, in one IPAM mode.
 *
 * @param nodes each node's share, in the order of the nodes
 * @param taken the blocks that nodes have in the end, as far as they can be known
 * @param findings what goes wrong before a pod is there
 * @param closed how many nodes get no pods but those that tolerate it, because their agents never become ready; which ones is
 *     not known
 * @param text the event that a pod of a workload has for as long as it finds no address
 */
record Supply(
        List<NodeMap> nodes,
        List<PoolMap> pools,
        List<Cidr> taken,
        List<Finding> findings,
        Range closed,
        Function<SchedulingDemand, String> text,
        RunningPods.Capacity capacity) {
    /** Stands for the id of a pod's sandbox, another one at each attempt. */
    static final String SANDBOX = "<id>";

    /** All that blocks are cut from. */
    List<Cidr> ranges() {
        return pools.stream()
                .flatMap(pool -> pool.cidrs().stream())
                .map(Cidr::parse)
                .toList();
    }
}
