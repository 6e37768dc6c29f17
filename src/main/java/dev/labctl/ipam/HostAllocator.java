package dev.labctl.ipam;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The addresses of one CIDR, and which of them are allocated. Each search starts at a random address and takes the first free
 * one from there (Cilium 1.18 {@code pkg/ipam/service/allocator/bitmap.go}).
 */
public final class HostAllocator {
    /** Of an IPv6 CIDR, only the first 2^16 addresses are used: the agent's bitmap is no larger. */
    private static final int IPV6_HOST_BITS = 16;

    private final Cidr cidr;
    private final RandomGenerator random;
    private final long usable;
    private final SparseBits taken = new SparseBits();

    /** All addresses are free; {@code random} chooses where each search starts. */
    public HostAllocator(Cidr cidr, RandomGenerator random) {
        this.cidr = cidr;
        this.random = random;
        this.usable = usable(cidr);
    }

    /**
     * The number of addresses of a CIDR that can be allocated: all but the first and the last, unless there are no others
     * (Cilium 1.18 {@code pkg/ipam/service/ipallocator/allocator.go}). None for an IPv4 /0 or /1, which overflow there.
     */
    public static long usable(Cidr cidr) {
        boolean ipv4 = cidr.family() == Family.IPV4;
        if (cidr.hostBits() >= (ipv4 ? 31 : 127)) {
            return 0;
        }
        long size = 1L << (ipv4 ? cidr.hostBits() : Math.min(cidr.hostBits(), IPV6_HOST_BITS));
        return size > 2 ? size - 2 : size;
    }

    /** The index of the first address of a CIDR that can be allocated. */
    public static long firstUsable(Cidr cidr) {
        return cidr.hostBits() > 1 ? 1 : 0;
    }

    public Cidr cidr() {
        return cidr;
    }

    public long used() {
        return taken.count();
    }

    public long free() {
        return usable - used();
    }

    /** Allocates an address; empty if none is left, which the agent reports as {@link IpamTexts#RANGE_FULL}. */
    public Optional<IpAddress> take() {
        if (free() == 0) {
            return Optional.empty();
        }
        return Optional.of(address(taken.take(random.nextLong(usable), usable)));
    }

    /**
     * Allocates a specific address, which its owner had before.
     *
     * @return false if it is already allocated, or cannot be allocated
     */
    public boolean occupy(IpAddress address) {
        if (!canGive(address) || taken.get(offset(address))) {
            return false;
        }
        taken.set(offset(address), offset(address));
        return true;
    }

    /** Releases an address; has no effect on one that is not allocated. */
    public void release(IpAddress address) {
        if (canGive(address)) {
            taken.clear(offset(address), offset(address));
        }
    }

    private boolean canGive(IpAddress address) {
        return cidr.contains(address) && offset(address) >= 0 && offset(address) < usable;
    }

    private long offset(IpAddress address) {
        return address.distanceFrom(cidr.first()) - firstUsable(cidr);
    }

    private IpAddress address(long offset) {
        return cidr.address(firstUsable(cidr) + offset);
    }
}
