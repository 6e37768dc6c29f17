package dev.labctl.ipam;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Assigns each node its pod CIDRs: one block per family, which the node keeps for its lifetime. */
public abstract sealed class NodeCidrAllocator permits ClusterPoolAllocator, RangeAllocator {
    private final Map<String, List<Cidr>> nodes = new HashMap<>();

    /**
     * The blocks of a node: those that it has, or new ones. The order of the nodes is not known in advance (event order, Go's
     * iteration over maps), so only the set of a cluster's blocks can be predicted, not which node gets which.
     *
     * @return refused with the allocator's error if no block is left
     */
    public final Attempt<List<Cidr>> allocate(String node) {
        return keep(node, this::take);
    }

    /**
     * Restores the blocks that a node got before the allocator started. A known node keeps its blocks.
     *
     * @return refused with the allocator's error if they cannot be kept
     */
    public final Attempt<List<Cidr>> restore(String node, List<Cidr> cidrs) {
        return keep(node, () -> occupy(node, cidrs));
    }

    private Attempt<List<Cidr>> keep(String node, Supplier<Attempt<List<Cidr>>> settle) {
        Attempt<List<Cidr>> settled = nodes.containsKey(node) ? Attempt.done(nodes.get(node)) : settle.get();
        settled.value().ifPresent(cidrs -> nodes.put(node, List.copyOf(cidrs)));
        return settled;
    }

    /** Releases the blocks of a deleted node. */
    public final void remove(String node) {
        List<Cidr> cidrs = nodes.remove(node);
        if (cidrs != null) {
            release(cidrs);
        }
    }

    /** The allocators by family. */
    public abstract Map<Family, BlockAllocator> blocks();

    /** New blocks for a node. */
    abstract Attempt<List<Cidr>> take();

    /** Marks the blocks that a node has as taken. */
    abstract Attempt<List<Cidr>> occupy(String node, List<Cidr> cidrs);

    abstract void release(List<Cidr> cidrs);
}
