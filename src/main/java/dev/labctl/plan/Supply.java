package dev.labctl.plan;

import dev.labctl.ipam.Cidr;
import dev.labctl.plan.AddressPlan.NodePlan;
import dev.labctl.plan.AddressPlan.PoolPlan;
import java.util.List;

/** Where the pods' addresses come from, in one IPAM mode. */
interface Supply extends Capacity {
    /** Stands for the id of a pod's sandbox, another one at each attempt. */
    String SANDBOX = "<id>";

    /** Each node's share, in the order of the nodes. */
    List<NodePlan> nodes();

    default List<PoolPlan> pools() {
        return List.of();
    }

    /** All that blocks are cut from. */
    default List<Cidr> ranges() {
        return List.of();
    }

    /** The blocks that nodes have in the end, as far as they can be known. */
    default List<Cidr> taken() {
        return List.of();
    }

    /** What goes wrong before a pod is there. */
    List<Finding> findings();

    /** The event that a pod of a workload has for as long as it finds no address. */
    String text(int workload);
}
