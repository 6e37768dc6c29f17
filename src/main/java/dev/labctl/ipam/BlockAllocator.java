package dev.labctl.ipam;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Divides one family's list of CIDRs into blocks and allocates them: the next block comes from the first CIDR of the list that
 * is not full (Cilium 1.18 {@code pkg/ipam/allocator/podcidr/podcidr.go}, {@code allocateFirstFreeCIDR}). The size of its
 * state depends on the allocated blocks, not on the number of blocks.
 */
public final class BlockAllocator {
    /** The result of marking a block as taken. */
    enum Occupation {
        DONE,
        /** Every block that it overlaps was already taken. */
        TAKEN_BEFORE,
        /** The CIDR of the list that it belongs to has no free block at all. */
        FULL,
        /** It belongs to no CIDR of the list. */
        OUTSIDE
    }

    private final Family family;
    private final int maskSize;
    private final List<BlockSet> sets;

    private BlockAllocator(Family family, int maskSize, List<BlockSet> sets) {
        this.family = family;
        this.maskSize = maskSize;
        this.sets = new ArrayList<>(sets);
    }

    /**
     * An allocator with all blocks free. A mask that is shorter than a CIDR's prefix is not an error: that CIDR has no blocks.
     *
     * @return refused with the operator's text if an entry is not a CIDR or is of the other family, entries overlap, or the
     *     mask is out of range (Cilium 1.18 {@code pkg/ipam/allocator/clusterpool/cidralloc/cidralloc.go})
     */
    public static Attempt<BlockAllocator> of(Family family, ClusterPool pool) {
        BlockAllocator allocator = new BlockAllocator(family, pool.maskSize(), List.of());
        for (String text : pool.cidrs()) {
            Optional<String> error = allocator.add(text);
            if (error.isPresent()) {
                return Attempt.refused(error.get());
            }
        }
        return Attempt.done(allocator);
    }

    private Optional<String> add(String text) {
        Optional<Cidr> read = Cidr.readMasked(text);
        if (read.isEmpty()) {
            return Optional.of("invalid CIDR address: " + text);
        }
        Cidr cidr = read.get();
        Optional<BlockSet> collision = setOf(cidr);
        if (collision.isPresent()) {
            return Optional.of("requested CIDR " + text + " collides with " + collision.get());
        }
        if (cidr.family() != family) {
            return Optional.of("CIDR is not " + (family == Family.IPV4 ? "v4" : "v6") + " family: " + cidr);
        }
        Attempt<BlockSet> set = BlockSet.of(cidr, maskSize);
        set.value().ifPresent(sets::add);
        return set.error();
    }

    /** An allocator of one CIDR. */
    static Attempt<BlockAllocator> of(Cidr cidr, int maskSize) {
        return BlockSet.of(cidr, maskSize).map(set -> new BlockAllocator(cidr.family(), maskSize, List.of(set)));
    }

    public Family family() {
        return family;
    }

    public int maskSize() {
        return maskSize;
    }

    /** The CIDRs that blocks are allocated from, in order of use. */
    public List<Cidr> cidrs() {
        return sets.stream().map(BlockSet::cidr).toList();
    }

    /** The number of blocks, taken or not. */
    public long total() {
        return sets.stream().mapToLong(BlockSet::total).sum();
    }

    public long used() {
        return sets.stream().mapToLong(BlockSet::used).sum();
    }

    public long free() {
        return total() - used();
    }

    /** The free blocks in the order in which they would be taken, at most {@code limit}. */
    public List<Cidr> free(int limit) {
        List<Cidr> free = new ArrayList<>();
        for (BlockSet set : sets) {
            free.addAll(set.free((long) limit - free.size()));
        }
        return free;
    }

    /** Takes the next block; empty if none is left. */
    public Optional<Cidr> take() {
        return sets.stream().filter(set -> !set.isFull()).findFirst().flatMap(BlockSet::take);
    }

    /** Marks a block that a node already has as taken. */
    Occupation occupy(Cidr block) {
        Optional<BlockSet> set = setOf(block);
        if (set.isEmpty()) {
            return Occupation.OUTSIDE;
        }
        if (set.get().isFull()) {
            return Occupation.FULL;
        }
        if (set.get().isTaken(block)) {
            return Occupation.TAKEN_BEFORE;
        }
        set.get().occupy(block);
        return Occupation.DONE;
    }

    /** Excludes all blocks that overlap the range, whether taken or not. */
    void exclude(Cidr range) {
        sets.stream().filter(set -> set.cidr().overlaps(range)).forEach(set -> set.occupy(range));
    }

    /**
     * Releases a block; has no effect on a block that is not taken.
     *
     * @return false if it belongs to no CIDR of the list
     */
    public boolean release(Cidr block) {
        Optional<BlockSet> set = setOf(block);
        set.ifPresent(found -> found.release(block));
        return set.isPresent();
    }

    private Optional<BlockSet> setOf(Cidr block) {
        return sets.stream().filter(set -> set.cidr().overlaps(block)).findFirst();
    }

    /** The CIDR of the list that a block belongs to, as Cilium's errors name it. */
    String rangeOf(Cidr block) {
        return setOf(block).map(BlockSet::toString).orElse("");
    }

    /** Replaces the list of CIDRs: those that remain keep their blocks, new ones are appended. */
    void replace(List<Cidr> wanted, BlockAllocator added) {
        sets.removeIf(set -> !wanted.contains(set.cidr()));
        sets.addAll(added.sets);
    }

    /**
     * The equally sized blocks of one CIDR, and which of them are taken. The search for a free block starts after the last one that
     * was taken, round robin, so a released block is taken last (Cilium 1.18 {@code pkg/ipam/cidrset/cidr_set.go}; Kubernetes 1.33
     * {@code pkg/controller/nodeipam/ipam/cidrset/cidr_set.go} is similar).
     */
    private static final class BlockSet {
        /** An IPv6 CIDR has at most 2^16 blocks, because their bitmap is not compressed (kubernetes#44918). */
        private static final int IPV6_MAX_DIFFERENCE = 16;

        private final Cidr cidr;
        private final int maskSize;
        private final long total;
        private final SparseBits taken = new SparseBits();
        private long nextCandidate;

        private BlockSet(Cidr cidr, int maskSize, long total) {
            this.cidr = cidr;
            this.maskSize = maskSize;
            this.total = total;
        }

        /** The blocks of a CIDR; none if a block would be larger than the CIDR, which Cilium does not refuse. */
        static Attempt<BlockSet> of(Cidr cidr, int maskSize) {
            if (maskSize > cidr.family().bits()) {
                return Attempt.refused(
                        "SubNetMask is invalid, should be lower or equal to 32 for IPv4 and to 128 for IPv6");
            }
            if (cidr.family() == Family.IPV6 && maskSize - cidr.prefixLength() > IPV6_MAX_DIFFERENCE) {
                return Attempt.refused("New CIDR set failed; the node CIDR size is too big");
            }
            return Attempt.done(new BlockSet(cidr, maskSize, maskSize < 0 ? 0 : cidr.blocks(maskSize)));
        }

        Cidr cidr() {
            return cidr;
        }

        long total() {
            return total;
        }

        long used() {
            return taken.count();
        }

        boolean isFull() {
            return taken.count() == total;
        }

        Optional<Cidr> take() {
            if (isFull()) {
                return Optional.empty();
            }
            long candidate = taken.take(nextCandidate, total);
            nextCandidate = (candidate + 1) % total;
            return Optional.of(cidr.block(maskSize, candidate));
        }

        /** Whether every block that overlaps the given one is taken. */
        boolean isTaken(Cidr block) {
            return taken.nextClear(first(block)) > last(block);
        }

        void occupy(Cidr block) {
            taken.set(first(block), last(block));
        }

        void release(Cidr block) {
            taken.clear(first(block), last(block));
        }

        private long first(Cidr block) {
            return inside(block) ? cidr.blockIndex(maskSize, block.first()) : 0;
        }

        private long last(Cidr block) {
            return inside(block) ? cidr.blockIndex(maskSize, block.last()) : total - 1;
        }

        private boolean inside(Cidr block) {
            return block.prefixLength() > cidr.prefixLength() && total > 0;
        }

        /** The free blocks, in the order in which they would be taken. */
        List<Cidr> free(long limit) {
            List<Cidr> free = new ArrayList<>();
            collect(nextCandidate, total, limit, free);
            collect(0, nextCandidate, limit, free);
            return free;
        }

        private void collect(long from, long end, long limit, List<Cidr> free) {
            for (long at = taken.nextClear(from); at < end && free.size() < limit; at = taken.nextClear(at + 1)) {
                free.add(cidr.block(maskSize, at));
            }
        }

        /** As in Cilium's errors. */
        @Override
        public String toString() {
            return "clusterCIDR: " + cidr + ", nodeMask: " + maskSize;
        }
    }
}
