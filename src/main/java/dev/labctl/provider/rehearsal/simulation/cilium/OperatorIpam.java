package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.ipam.BlockAllocator;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;

/** What the operator does about addresses, one for each mode. */
interface OperatorIpam {
    /** In modes in which the operator gives nothing out. */
    OperatorIpam NONE = node -> {};

    /** Looks at a node that is new or has changed. */
    void look(KubeObject ciliumNode);

    /** A CiliumNode is gone. */
    default void forget(String node) {}

    /** What it cuts blocks from. */
    default List<BlockAllocator> allocators() {
        return List.of();
    }
}
