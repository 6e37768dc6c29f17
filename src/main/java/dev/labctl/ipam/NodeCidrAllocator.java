package dev.labctl.ipam;

import java.util.List;
import java.util.Map;

/** Who gives each node its pod CIDR: one block per family, which the node keeps as long as it is there. */
public sealed interface NodeCidrAllocator permits ClusterPoolAllocator, RangeAllocator {
    /**
     * The blocks of a node: those that it has, or new ones. Which node asks first is not known beforehand (event order,
     * Go's iteration over maps), so of a cluster only the set of blocks can be predicted, never whose each is.
     *
     * @return refused with the allocator's text where no block is left
     */
    Attempt<List<Cidr>> allocate(String node);

    /**
     * Takes over the blocks that a node got before the allocator was started. A node that is known keeps what it has.
     *
     * @return refused with the allocator's text where they cannot be kept
     */
    Attempt<List<Cidr>> restore(String node, List<Cidr> cidrs);

    /** Gives a node's blocks back once it is deleted. */
    void remove(String node);

    /** What blocks are cut from, by family. */
    Map<Family, BlockAllocator> blocks();
}
