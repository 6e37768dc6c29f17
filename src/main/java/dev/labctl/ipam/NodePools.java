package dev.labctl.ipam;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * A node's agent in mode multi-pool: it allocates addresses from the blocks that the operator assigned to the node, and
 * requests more (Cilium 1.18 {@code pkg/ipam/multipool.go}). The agent's own addresses come from the default pool.
 */
public final class NodePools {
    /** How long an address is requested after the last attempt to allocate it. */
    private static final Duration PENDING = Duration.ofMinutes(5);

    /**
     * What the agent writes to {@code spec.ipam.pools} of its CiliumNode, by pool.
     *
     * @param requested the total number of addresses that it requests, with those that it has
     * @param allocated the blocks that the agent keeps
     */
    public record Spec(Map<String, Map<Family, Long>> requested, Map<String, List<Cidr>> allocated) {}

    private record Waiting(String pool, Family family, String owner) {}

    private final MultiPoolSettings settings;
    private final Set<Family> enabled;
    private final RandomGenerator random;
    private final Map<String, Map<Family, PodCidrPool>> pools = new TreeMap<>();
    private final Map<Waiting, Instant> waiting = new HashMap<>();

    /** The agent at its start; {@code random} chooses the addresses. */
    public NodePools(MultiPoolSettings settings, Set<Family> enabled, RandomGenerator random) {
        this.settings = settings;
        this.enabled = new TreeSet<>(enabled);
        this.random = random;
    }

    /** Adopts the blocks that the operator wrote to the CiliumNode; a pool that is not listed is unchanged. */
    public void update(Map<String, List<Cidr>> allocated) {
        allocated.forEach((pool, cidrs) -> pools.computeIfAbsent(pool, none -> empty())
                .forEach((family, blocks) -> blocks.update(
                        cidrs.stream().filter(cidr -> cidr.family() == family).toList())));
    }

    private Map<Family, PodCidrPool> empty() {
        Map<Family, PodCidrPool> families = new EnumMap<>(Family.class);
        enabled.forEach(family -> families.put(family, new PodCidrPool(random)));
        return families;
    }

    /** Whether each pre-allocated pool has a free address in each family; the agent starts no pod before that. */
    public boolean isReady() {
        return settings.preAllocation().keySet().stream().allMatch(pool -> enabled.stream()
                .allMatch(family ->
                        pool(pool, family).filter(PodCidrPool::hasFree).isPresent()));
    }

    private Optional<PodCidrPool> pool(String pool, Family family) {
        return Optional.ofNullable(pools.getOrDefault(pool, Map.of()).get(family));
    }

    /**
     * Allocates an address for a pod or the agent itself. A dual-stack pod gets IPv6 first (Cilium 1.18 {@code
     * pkg/ipam/allocator.go}); if IPv4 is then refused, the caller releases the IPv6 address.
     *
     * @param owner after a refusal, the agent requests an address for this owner from the operator
     * @return refused with the error that the pod's event ends with
     */
    public Attempt<IpAddress> allocate(String owner, String pool, Family family, Instant now) {
        Waiting entry = new Waiting(pool, family, owner);
        Optional<PodCidrPool> blocks = pool(pool, family);
        Optional<IpAddress> address = blocks.flatMap(PodCidrPool::take);
        if (address.isPresent()) {
            waiting.remove(entry);
            return Attempt.done(address.get());
        }
        waiting.put(entry, now.plus(PENDING));
        return Attempt.refused(
                blocks.isPresent() ? IpamTexts.POOL_EXHAUSTED : IpamTexts.poolNotYetAvailable(pool, family));
    }

    /**
     * Allocates a specific address, which its owner had before the agent started.
     *
     * @return false if it is already allocated, or belongs to no block of the pool
     */
    public boolean occupy(IpAddress address, String pool) {
        return pool(pool, address.family())
                .filter(blocks -> blocks.occupy(address))
                .isPresent();
    }

    /** Releases an address; has no effect on one that is not allocated. */
    public void release(IpAddress address, String pool) {
        pool(pool, address.family()).ifPresent(blocks -> blocks.release(address));
    }

    /**
     * What the agent writes on each sync: it requests addresses in use, waited for and pre-allocated, and releases blocks that
     * it does not need. After a restart, addresses in use must be occupied before the first sync.
     */
    public Spec sync(Instant now) {
        waiting.values().removeIf(now::isAfter);
        Set<String> names = new TreeSet<>(pools.keySet());
        names.addAll(settings.preAllocation().keySet());
        waiting.keySet().forEach(entry -> names.add(entry.pool));
        Map<String, Map<Family, Long>> requested = new LinkedHashMap<>();
        for (String name : names) {
            Map<Family, Long> needed = needed(name);
            if (needed.values().stream().anyMatch(count -> count != 0)) {
                requested.put(name, needed);
            }
            pools.getOrDefault(name, Map.of())
                    .forEach((family, pool) -> pool.releaseExcess(Math.max(needed.get(family) - pool.used(), 0)));
        }
        pools.values().removeIf(families -> families.values().stream()
                .allMatch(pool -> pool.cidrs().isEmpty()));
        return new Spec(requested, allocated());
    }

    private Map<Family, Long> needed(String pool) {
        Map<Family, Long> needed = new EnumMap<>(Family.class);
        for (Family family : enabled) {
            long used = pool(pool, family).map(PodCidrPool::used).orElse(0L);
            long pending = waiting.keySet().stream()
                    .filter(entry -> entry.pool.equals(pool) && entry.family == family)
                    .count();
            needed.put(family, settings.demand(pool, used + pending));
        }
        return needed;
    }

    private Map<String, List<Cidr>> allocated() {
        Map<String, List<Cidr>> allocated = new LinkedHashMap<>();
        pools.forEach((pool, families) -> allocated.put(
                pool,
                families.values().stream()
                        .flatMap(blocks -> blocks.cidrs().stream().sorted(Comparator.comparing(Cidr::toString)))
                        .toList()));
        return allocated;
    }

    /** The node's blocks of a pool and family with their addresses, in order of use. */
    public List<HostAllocator> blocks(String pool, Family family) {
        return pool(pool, family).map(PodCidrPool::allocators).orElse(List.of());
    }

    /** One family's blocks of one pool on a node, and the addresses allocated from them (Cilium 1.18 {@code pkg/ipam/pool.go}). */
    private static final class PodCidrPool {
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
            return holding(address)
                    .filter(allocator -> allocator.occupy(address))
                    .isPresent();
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
}
