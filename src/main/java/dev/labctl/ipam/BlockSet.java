package dev.labctl.ipam;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The equally sized blocks of one CIDR, and which of them are taken. The search for a free block starts after the last one that
 * was taken, round robin, so a released block is taken last (Cilium 1.18 {@code pkg/ipam/cidrset/cidr_set.go}; Kubernetes 1.33
 * {@code pkg/controller/nodeipam/ipam/cidrset/cidr_set.go} is similar).
 */
final class BlockSet {
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
            return Attempt.refused(IpamTexts.SUBNET_MASK_INVALID);
        }
        if (cidr.family() == Family.IPV6 && maskSize - cidr.prefixLength() > IPV6_MAX_DIFFERENCE) {
            return Attempt.refused(IpamTexts.NODE_CIDR_TOO_BIG);
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
        long candidate = taken.nextClear(nextCandidate);
        if (candidate >= total) {
            candidate = taken.nextClear(0);
        }
        taken.set(candidate, candidate);
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
        return IpamTexts.range(cidr, maskSize);
    }
}
