package dev.labctl.ipam;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The addresses of one CIDR, and which of them are allocated. Each search starts at a random address and takes the first free
 * one from there (Cilium 1.18 {@code pkg/ipam/service/allocator/bitmap.go}).
 */
public final class HostAllocator {
    private final Cidr cidr;
    private final RandomGenerator random;
    private final long usable;
    private final SparseBits taken = new SparseBits();

    /**
     * All addresses free.
     *
     * @param random chooses where each search starts
     */
    public HostAllocator(Cidr cidr, RandomGenerator random) {
        this.cidr = cidr;
        this.random = random;
        this.usable = HostScope.usable(cidr);
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
        long offset = taken.nextClear(random.nextLong(usable));
        if (offset >= usable) {
            offset = taken.nextClear(0);
        }
        taken.set(offset, offset);
        return Optional.of(address(offset));
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
        return address.distanceFrom(cidr.first()) - HostScope.firstUsable(cidr);
    }

    private IpAddress address(long offset) {
        return cidr.address(HostScope.firstUsable(cidr) + offset);
    }

    /** The allocated addresses, in ascending order. */
    public Stream<IpAddress> addresses() {
        return taken.stream().mapToObj(this::address);
    }
}
