package dev.labctl.plan;

import dev.labctl.ipam.BlockAllocator;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.HostAllocator;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.MultiPoolSettings;
import dev.labctl.lab.Range;
import java.util.List;

/**
 * How the nodes share the blocks of one pool and family.
 *
 * @param blocks all of them, none taken
 * @param infrastructure addresses that each node takes for itself
 * @param pods how many pods of the pool may be on each node, no more than its kubelet takes
 * @param needed how many blocks each node asks for
 * @param most how many blocks all nodes together may ask for
 * @param kept how many blocks a node asks for without any pod
 * @param spare how many more addresses than it needs an agent asks for at most
 */
record PoolUse(
        String pool,
        BlockAllocator blocks,
        long infrastructure,
        List<Range> pods,
        List<Range> needed,
        long most,
        long kept,
        long spare) {
    /** A longer row of possible blocks would not help a reader. */
    private static final int SHOWN = 4096;

    PoolUse {
        pods = List.copyOf(pods);
        needed = List.copyOf(needed);
    }

    /** From how many pods each node may have. */
    static PoolUse of(
            MultiPoolSettings settings,
            String pool,
            BlockAllocator blocks,
            Infrastructure infrastructure,
            List<Range> pods) {
        List<Range> needed = pods.stream()
                .map(range -> new Range(
                        clamp(settings.blocks(pool, blocks.family(), blocks.maskSize(), range.min(), infrastructure)),
                        clamp(settings.blocks(pool, blocks.family(), blocks.maskSize(), range.max(), infrastructure))))
                .toList();
        return new PoolUse(
                pool,
                blocks,
                pool.equals(settings.defaultPool()) ? infrastructure.count() : 0,
                pods,
                needed,
                needed.stream().mapToLong(Range::max).sum(),
                settings.blocks(pool, blocks.family(), blocks.maskSize(), 0, infrastructure),
                2L * settings.preAllocation().getOrDefault(pool, 0));
    }

    boolean isOf(String name, Family family) {
        return pool.equals(name) && blocks.family() == family;
    }

    /** How many addresses of one block can be given out. */
    long usable() {
        return blocks.free(1).stream().findFirst().map(HostAllocator::usable).orElse(0L);
    }

    /** Whether there are blocks for whatever the scheduler does. */
    boolean ample() {
        return most <= blocks.total();
    }

    /** The blocks that may be given to nodes. */
    List<Cidr> possible() {
        return blocks.free((int) Math.min(most, SHOWN));
    }

    /** How many blocks a node may come to have: what all others leave it, or all that it asks for, if it is the first. */
    private Range blocks(int node) {
        int wanted = needed.get(node).max();
        long left = blocks.total() - (most - wanted);
        return new Range(clamp(Math.min(left, wanted)), clamp(Math.min(blocks.total(), wanted)));
    }

    /** How many addresses a node has for pods: as many as they ask for, if there are blocks enough. */
    Range addresses(int node) {
        if (ample()) {
            return Range.exactly(Integer.MAX_VALUE);
        }
        Range own = blocks(node);
        return new Range(clamp(own.min() * usable() - infrastructure), clamp(own.max() * usable() - infrastructure));
    }

    /** How many pods can have an address at most, over all nodes. */
    long total() {
        long all = saturated(blocks.total(), usable());
        return blocks.total() == 0 ? 0 : Math.max(0, all - infrastructure);
    }

    private static long saturated(long count, long each) {
        return each == 0 || count <= Integer.MAX_VALUE / each ? count * each : Integer.MAX_VALUE;
    }

    /**
     * How many pods have an address, over all nodes, if some have none: then every block is given, and the node with the stuck
     * pods uses its own up. Of the blocks of the others all may be unused but for the first address of each node's last. Where
     * all pods are on one node this tells nothing.
     */
    long least() {
        long others = pods.stream().filter(range -> range.max() > 0).count() - 1;
        long given = blocks.total() - needed.size() * kept;
        if (others < 1 || given <= 0) {
            return 0;
        }
        long share = given / others;
        long more = given % others;
        return (others - more) * fewest(share) + more * fewest(share + 1);
    }

    /** The fewest pods for which an agent asks for so many blocks beyond those that it keeps without any. */
    private long fewest(long more) {
        return more == 0 ? 0 : Math.max(0, saturated(kept + more - 1, usable()) + 1 - infrastructure - spare);
    }

    /** Whether all pods that may be on a node fit one block, so that none is stuck there once the node has one. */
    boolean oneBlockIsEnough(int node) {
        return pods.get(node).max() <= usable() - infrastructure;
    }

    /** Whether a node asks for blocks: for its pods, for itself, or because it pre-allocates addresses. */
    boolean usedOn(int node) {
        return needed.get(node).max() > 0;
    }

    private static int clamp(long count) {
        return (int) Math.max(0, Math.min(count, Integer.MAX_VALUE));
    }
}
