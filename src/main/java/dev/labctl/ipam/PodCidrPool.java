package dev.labctl.ipam;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** One family's blocks of one pool on a node, and the addresses allocated from them (Cilium 1.18 {@code pkg/ipam/pool.go}). */
final class PodCidrPool {
    private final RandomGenerator random;
    private final List<HostAllocator> allocators = new ArrayList<>();

    /** Blocks that the operator removed while their addresses were in use: no new addresses are allocated from them. */
    private final Set<Cidr> removed = new HashSet<>();

    PodCidrPool(RandomGenerator random) {
        this.random = random;
    }

    /** Adopts the operator's blocks; of the others, only blocks in use remain. */
    void update(List<Cidr> cidrs) {
        allocators.removeIf(allocator -> !cidrs.contains(allocator.cidr()) && allocator.used() == 0);
        List<Cidr> kept = new ArrayList<>(cidrs());
        kept.stream().filter(cidr -> !cidrs.contains(cidr)).forEach(removed::add);
        cidrs.stream()
                .distinct()
                .filter(cidr -> !kept.contains(cidr))
                .map(cidr -> new HostAllocator(cidr, random))
                .filter(allocator -> allocator.free() > 0)
                .forEach(allocators::add);
    }

    /** From the first block with a free address. */
    Optional<IpAddress> take() {
        return giving().stream().findFirst().flatMap(HostAllocator::take);
    }

    boolean hasFree() {
        return !giving().isEmpty();
    }

    private List<HostAllocator> giving() {
        return allocators.stream()
                .filter(allocator -> !removed.contains(allocator.cidr()) && allocator.free() > 0)
                .toList();
    }

    boolean occupy(IpAddress address) {
        return holding(address).filter(allocator -> allocator.occupy(address)).isPresent();
    }

    void release(IpAddress address) {
        holding(address).ifPresent(allocator -> allocator.release(address));
    }

    private Optional<HostAllocator> holding(IpAddress address) {
        return allocators.stream()
                .filter(allocator -> allocator.cidr().contains(address))
                .findFirst();
    }

    long used() {
        return allocators.stream().mapToLong(HostAllocator::used).sum();
    }

    List<Cidr> cidrs() {
        return allocators.stream().map(HostAllocator::cidr).toList();
    }

    List<HostAllocator> allocators() {
        return Collections.unmodifiableList(allocators);
    }

    /**
     * Releases unused blocks, the last ones first, while enough free addresses remain. The remaining blocks are in reverse
     * order afterwards, as in Cilium.
     *
     * @param freeNeeded the number of addresses that must remain free
     */
    void releaseExcess(long freeNeeded) {
        long free = allocators.stream().mapToLong(HostAllocator::free).sum();
        List<HostAllocator> retained = new ArrayList<>();
        for (int i = allocators.size() - 1; i >= 0; i--) {
            HostAllocator allocator = allocators.get(i);
            if (allocator.used() == 0 && free - allocator.free() >= freeNeeded) {
                free -= allocator.free();
            } else {
                retained.add(allocator);
            }
        }
        allocators.clear();
        allocators.addAll(retained);
    }
}
