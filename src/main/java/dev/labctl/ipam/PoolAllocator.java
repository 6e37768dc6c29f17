package dev.labctl.ipam;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Cilium's operator in mode multi-pool: it adds blocks to a node until they hold the requested addresses (Cilium 1.18
 * {@code pkg/ipam/allocator/multipool/pool_allocator.go}).
 */
public final class PoolAllocator {
    private static final Comparator<Cidr> AS_TEXT =
            Comparator.comparing(Cidr::family).thenComparing(Cidr::toString);

    /**
     * The blocks of a node after an allocation.
     *
     * @param error {@code status.ipam.operator-status.error} of its CiliumNode, one line per failure; the operator retries
     *     indefinitely
     */
    public record Answer(List<PoolAllocation> allocated, Optional<String> error) {
        public Answer {
            allocated = List.copyOf(allocated);
        }
    }

    private final Set<Family> enabled;
    private final Map<String, Map<Family, BlockAllocator>> pools = new TreeMap<>();
    private final Map<String, Map<String, Set<Cidr>>> nodes = new HashMap<>();

    /**
     * The operator at its start.
     *
     * @param enabled the enabled families
     */
    public PoolAllocator(Set<Family> enabled) {
        this.enabled = Set.copyOf(enabled);
    }

    /**
     * The number of addresses of a block as the operator counts them.
     *
     * @param hostBits the number of bits after the prefix
     * @return at most {@link Long#MAX_VALUE}
     */
    static long addresses(int hostBits) {
        if (hostBits < 2) {
            return 1L << hostBits;
        }
        return hostBits < 63 ? (1L << hostBits) - 2 : Long.MAX_VALUE;
    }

    /**
     * Adds or updates a pool: CIDRs may be added and removed, mask sizes must not change.
     *
     * @return the operator's error, after which nothing has changed
     */
    public Optional<String> upsert(PodIpPool pool) {
        Map<Family, BlockAllocator> known = pools.get(pool.name());
        Map<Family, BlockAllocator> made = new EnumMap<>(Family.class);
        for (Family family : Family.values()) {
            ClusterPool part = pool.families().getOrDefault(family, new ClusterPool(List.of(), 0));
            if (known != null && part.maskSize() != known.get(family).maskSize()) {
                return Optional.of(IpamTexts.maskSizeChanged(family, pool.name()));
            }
            Attempt<BlockAllocator> added =
                    BlockAllocator.of(family, known == null ? part : added(known, family, part));
            if (added.error().isPresent()) {
                return added.error();
            }
            added.value().ifPresent(allocator -> made.put(family, allocator));
        }
        if (known == null) {
            pools.put(pool.name(), made);
        } else {
            made.forEach((family, added) ->
                    known.get(family).replace(wanted(pool.families().get(family)), added));
        }
        return Optional.empty();
    }

    /** A family's CIDRs that the pool does not have yet; they are not checked for overlap with those that it has. */
    private static ClusterPool added(Map<Family, BlockAllocator> known, Family family, ClusterPool part) {
        List<Cidr> there = known.get(family).cidrs();
        List<String> added = part.cidrs().stream()
                .filter(text -> there.stream().noneMatch(cidr -> cidr.toString().equals(text)))
                .toList();
        return new ClusterPool(added, part.maskSize());
    }

    private static List<Cidr> wanted(ClusterPool part) {
        return part == null
                ? List.of()
                : part.cidrs().stream().map(Cidr::parseMasked).toList();
    }

    /**
     * Removes a pool, and the nodes' blocks of it.
     *
     * @return the operator's error if there is no such pool
     */
    public Optional<String> delete(String pool) {
        if (pools.remove(pool) == null) {
            return Optional.of(IpamTexts.noPoolToDelete(pool));
        }
        nodes.values().forEach(had -> had.remove(pool));
        return Optional.empty();
    }

    /**
     * Allocates for a node. After a restart, call this once for every node without requests before any call with requests, so
     * that no block of another node is allocated.
     *
     * @param has the blocks that its CiliumNode lists: blocks that it no longer lists are released
     */
    public Answer allocate(String node, Collection<PoolAllocation> has, Collection<PoolRequest> wants) {
        List<String> errors = new ArrayList<>();
        Map<String, Set<Cidr>> own = nodes.computeIfAbsent(node, none -> new TreeMap<>());
        Map<String, List<Cidr>> named = new TreeMap<>();
        for (PoolAllocation allocation : has) {
            named.put(allocation.pool(), allocation.cidrs());
            for (Cidr cidr : allocation.cidrs()) {
                occupy(own, allocation.pool(), cidr).ifPresent(errors::add);
            }
        }
        List.copyOf(own.keySet())
                .forEach(pool -> errors.addAll(retain(own, pool, named.getOrDefault(pool, List.of()))));
        for (PoolRequest request : wants) {
            request.needed().forEach((family, needed) -> {
                if (enabled.contains(family)) {
                    grow(own, request.pool(), family, needed)
                            .ifPresent(why ->
                                    errors.add(IpamTexts.poolAllocationFailed(family, node, request.pool(), why)));
                }
            });
        }
        return new Answer(
                allocations(own), errors.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", errors)));
    }

    private Optional<String> occupy(Map<String, Set<Cidr>> own, String pool, Cidr cidr) {
        if (own.getOrDefault(pool, Set.of()).contains(cidr)) {
            return Optional.empty();
        }
        if (!pools.containsKey(pool)) {
            return Optional.of(IpamTexts.noPoolToReuse(pool));
        }
        return switch (pools.get(pool).get(cidr.family()).occupy(cidr)) {
            case DONE -> {
                own.computeIfAbsent(pool, none -> new TreeSet<>(AS_TEXT)).add(cidr);
                yield Optional.empty();
            }
            case FULL -> Optional.of(IpamTexts.notReused(pool, IpamTexts.POOL_EMPTY));
            case TAKEN_BEFORE -> Optional.of(IpamTexts.notReused(pool, "cidr " + cidr + " has already been allocated"));
            case OUTSIDE ->
                Optional.of(IpamTexts.notReused(pool, "cidr " + cidr + " is not part of the requested pool"));
        };
    }

    private List<String> retain(Map<String, Set<Cidr>> own, String pool, List<Cidr> named) {
        List<String> errors = new ArrayList<>();
        for (Cidr cidr : List.copyOf(own.get(pool))) {
            if (named.contains(cidr)) {
                continue;
            }
            if (pools.get(pool).get(cidr.family()).release(cidr)) {
                own.get(pool).remove(cidr);
            } else {
                errors.add(IpamTexts.notReleased(pool, cidr));
            }
        }
        own.values().removeIf(Set::isEmpty);
        return errors;
    }

    /** Adds blocks until there are enough addresses; blocks that were added are kept if no further block is found. */
    private Optional<String> grow(Map<String, Set<Cidr>> own, String pool, Family family, long needed) {
        long available = own.getOrDefault(pool, Set.of()).stream()
                .filter(cidr -> cidr.family() == family)
                .mapToLong(cidr -> addresses(cidr.hostBits()))
                .reduce(0, PoolAllocator::saturated);
        while (available < needed) {
            if (!pools.containsKey(pool)) {
                return Optional.of(IpamTexts.NON_EXISTING_POOL + pool);
            }
            Optional<Cidr> block = pools.get(pool).get(family).take();
            if (block.isEmpty()) {
                return Optional.of(IpamTexts.POOL_EMPTY);
            }
            own.computeIfAbsent(pool, none -> new TreeSet<>(AS_TEXT)).add(block.get());
            available = saturated(available, addresses(block.get().hostBits()));
        }
        return Optional.empty();
    }

    private static long saturated(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    private static List<PoolAllocation> allocations(Map<String, Set<Cidr>> own) {
        return own.entrySet().stream()
                .map(pool -> new PoolAllocation(pool.getKey(), List.copyOf(pool.getValue())))
                .toList();
    }

    /** Releases all blocks of a deleted node. */
    public void remove(String node) {
        Map<String, Set<Cidr>> own = nodes.remove(node);
        if (own != null) {
            own.forEach((pool, cidrs) ->
                    cidrs.forEach(cidr -> pools.get(pool).get(cidr.family()).release(cidr)));
        }
    }

    /** The names of the pools, in order. */
    public Set<String> pools() {
        return Collections.unmodifiableSet(pools.keySet());
    }

    /** A pool's allocators by family, without CIDRs for a family that it lacks. Empty if there is no such pool. */
    public Map<Family, BlockAllocator> blocks(String pool) {
        return Collections.unmodifiableMap(pools.getOrDefault(pool, Map.of()));
    }
}
