package dev.labctl.ipam;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The addresses of one CIDR and which of them are given out: a random one to begin with, and from there on the first
 * that is free (Cilium 1.18 {@code pkg/ipam/service/allocator/bitmap.go}).
 */
public final class HostAllocator {
    private final Cidr cidr;
    private final RandomGenerator random;
    private final long usable;
    private final SparseBits taken = new SparseBits();

    /**
     * All addresses free.
     *
     * @param random where each search begins
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

    /** Gives an address out; empty where none is left, which the agent tells as {@link IpamTexts#RANGE_FULL}. */
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
     * Gives out one certain address, which its owner had before.
     *
     * @return false where it is given out already, or cannot be
     */
    public boolean occupy(IpAddress address) {
        if (!canGive(address) || taken.get(offset(address))) {
            return false;
        }
        taken.set(offset(address), offset(address));
        return true;
    }

    /** Takes an address back; one that is not given out changes nothing. */
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

    /** The addresses that are given out, in ascending order. */
    public Stream<IpAddress> addresses() {
        return taken.stream().mapToObj(this::address);
    }
}
