package dev.labctl.ipam;

import java.util.List;
import java.util.Map;

/** Assigns each node its pod CIDRs: one block per family, which the node keeps for its lifetime. */
public sealed interface NodeCidrAllocator permits ClusterPoolAllocator, RangeAllocator {
    /**
     * The blocks of a node: those that it has, or new ones. The order of the nodes is not known in advance (event order, Go's
     * iteration over maps), so only the set of a cluster's blocks can be predicted, not which node gets which.
     *
     * @return refused with the allocator's error if no block is left
     */
    Attempt<List<Cidr>> allocate(String node);

    /**
     * Restores the blocks that a node got before the allocator started. A known node keeps its blocks.
     *
     * @return refused with the allocator's error if they cannot be kept
     */
    Attempt<List<Cidr>> restore(String node, List<Cidr> cidrs);

    /** Releases the blocks of a deleted node. */
    void remove(String node);

    /** The allocators by family. */
    Map<Family, BlockAllocator> blocks();
}
