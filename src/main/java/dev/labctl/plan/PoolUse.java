package dev.labctl.plan;

import dev.labctl.ipam.BlockAllocator;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.HostScope;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.MultiPoolSettings;
import dev.labctl.lab.Range;
import java.util.List;

/**
 * How the nodes share the blocks of one pool and family.
 *
 * @param total how many blocks there are
 * @param usable addresses of one block
 * @param infrastructure addresses that each node takes for itself
 * @param pods how many pods of the pool may be on each node, no more than its kubelet takes
 * @param needed how many blocks each node asks for
 */
record PoolUse(long total, long usable, long infrastructure, List<Range> pods, List<Range> needed) {
    PoolUse {
        pods = List.copyOf(pods);
        needed = List.copyOf(needed);
    }

    /** From how many pods each node may have. */
    static PoolUse of(
            MultiPoolSettings settings,
            String pool,
            Family family,
            BlockAllocator blocks,
            Infrastructure infrastructure,
            List<Range> pods) {
        boolean isDefault = pool.equals(settings.defaultPool());
        List<Range> needed = pods.stream()
                .map(range -> new Range(
                        blocksFor(settings, pool, family, blocks.maskSize(), range.min(), infrastructure),
                        blocksFor(settings, pool, family, blocks.maskSize(), range.max(), infrastructure)))
                .toList();
        long usable = blocks.total() == 0
                ? 0
                : HostScope.usable(blocks.free(1).stream().findFirst().orElseGet(() -> blocks.cidrs()
                        .get(0)));
        return new PoolUse(blocks.total(), usable, isDefault ? infrastructure.count() : 0, pods, needed);
    }

    private static int blocksFor(
            MultiPoolSettings settings, String pool, Family family, int mask, int pods, Infrastructure infrastructure) {
        return (int) Math.min(Integer.MAX_VALUE, settings.blocks(pool, family, mask, pods, infrastructure));
    }

    /** How many blocks all nodes together may ask for. */
    long most() {
        return needed.stream().mapToLong(Range::max).sum();
    }

    /** Whether there are blocks for whatever the scheduler does. */
    boolean ample() {
        return most() <= total;
    }

    /** How many blocks a node may come to have: what all others leave it, or all that it asks for, if it is the first. */
    private Range blocks(int node) {
        long others = most() - needed.get(node).max();
        return new Range(
                clamp(Math.min(total - others, needed.get(node).max())),
                clamp(Math.min(total, needed.get(node).max())));
    }

    /** How many addresses a node has for pods: as many as they ask for, if there are blocks enough. */
    Range addresses(int node) {
        if (ample()) {
            return Range.exactly(Integer.MAX_VALUE);
        }
        Range blocks = blocks(node);
        return new Range(clamp(blocks.min() * usable - infrastructure), clamp(blocks.max() * usable - infrastructure));
    }

    /** Whether any node may have pods of this pool, or takes addresses of it for itself. */
    boolean usedOn(int node) {
        return infrastructure > 0 || pods.get(node).max() > 0;
    }

    private static int clamp(long count) {
        return (int) Math.max(0, Math.min(count, Integer.MAX_VALUE));
    }
}
