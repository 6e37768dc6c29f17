package dev.labctl.ipam;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

    /** The operator has no block of a pool left ({@code pkg/ipam/allocator/multipool/pool.go}). */
    private static final String EMPTY = "pool empty";

    /**
     * A node's blocks after an allocation.
     *
     * @param allocated by pool; IPv4 first, each family in lexical order
     * @param error {@code status.ipam.operator-status.error} of its CiliumNode, one line per failure; the operator retries
     *     indefinitely
     */
    public record Answer(Map<String, List<Cidr>> allocated, Optional<String> error) {}

    private final Set<Family> enabled;
    private final Map<String, Map<Family, BlockAllocator>> pools = new TreeMap<>();
    private final Map<String, Map<String, Set<Cidr>>> nodes = new HashMap<>();

    /** The operator at its start. */
    public PoolAllocator(Set<Family> enabled) {
        this.enabled = Set.copyOf(enabled);
    }

    /** The number of addresses of a block as the operator counts them, at most {@link Long#MAX_VALUE}. */
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
                return Optional.of("cannot change " + family + " mask size in existing pool \"" + pool.name() + "\"");
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
            return Optional.of("pool \"" + pool + "\" requested for deletion doesn't exist");
        }
        nodes.values().forEach(had -> had.remove(pool));
        return Optional.empty();
    }

    /**
     * Allocates for a node. After a restart, call this once for every node without requests before any call with requests, so
     * that no block of another node is allocated.
     *
     * @param has the blocks that its CiliumNode lists: blocks that it no longer lists are released
     * @param wants the number of addresses that it requests, with those that it has
     */
    public Answer allocate(String node, Map<String, List<Cidr>> has, Map<String, Map<Family, Long>> wants) {
        List<String> errors = new ArrayList<>();
        Map<String, Set<Cidr>> own = nodes.computeIfAbsent(node, none -> new TreeMap<>());
        has.forEach(
                (pool, cidrs) -> cidrs.forEach(cidr -> occupy(own, pool, cidr).ifPresent(errors::add)));
        List.copyOf(own.keySet()).forEach(pool -> errors.addAll(retain(own, pool, has.getOrDefault(pool, List.of()))));
        wants.forEach((pool, needed) -> needed.forEach((family, count) -> {
            if (enabled.contains(family)) {
                grow(own, pool, family, count)
                        .ifPresent(why -> errors.add("failed to allocate " + family.key() + " address for node \""
                                + node + "\" from pool \"" + pool + "\": " + why));
            }
        }));
        Map<String, List<Cidr>> allocated = new LinkedHashMap<>();
        own.forEach((pool, cidrs) -> allocated.put(pool, List.copyOf(cidrs)));
        return new Answer(allocated, errors.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", errors)));
    }

    private Optional<String> occupy(Map<String, Set<Cidr>> own, String pool, Cidr cidr) {
        if (own.getOrDefault(pool, Set.of()).contains(cidr)) {
            return Optional.empty();
        }
        if (!pools.containsKey(pool)) {
            return Optional.of("cannot reuse from non-existing pool: " + pool);
        }
        String why = "unable to reuse from pool " + pool + ": ";
        return switch (pools.get(pool).get(cidr.family()).occupy(cidr)) {
            case DONE -> {
                own.computeIfAbsent(pool, none -> new TreeSet<>(AS_TEXT)).add(cidr);
                yield Optional.empty();
            }
            case FULL -> Optional.of(why + EMPTY);
            case TAKEN_BEFORE -> Optional.of(why + "cidr " + cidr + " has already been allocated");
            case OUTSIDE -> Optional.of(why + "cidr " + cidr + " is not part of the requested pool");
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
                errors.add(
                        "unable to release from pool " + pool + ": released cidr " + cidr + " was not part the pool");
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
                return Optional.of("cannot allocate from non-existing pool: " + pool);
            }
            Optional<Cidr> block = pools.get(pool).get(family).take();
            if (block.isEmpty()) {
                return Optional.of(EMPTY);
            }
            own.computeIfAbsent(pool, none -> new TreeSet<>(AS_TEXT)).add(block.get());
            available = saturated(available, addresses(block.get().hostBits()));
        }
        return Optional.empty();
    }

    private static long saturated(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
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
