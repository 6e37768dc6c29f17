package dev.labctl.ipam;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Cilium's operator in mode cluster-pool (Cilium 1.18 {@code pkg/ipam/allocator/clusterpool/clusterpool.go}, {@code
 * pkg/ipam/allocator/podcidr/podcidr.go}).
 */
public final class ClusterPoolAllocator extends NodeCidrAllocator {
    private final Map<Family, BlockAllocator> blocks = new EnumMap<>(Family.class);

    private ClusterPoolAllocator(List<BlockAllocator> allocators) {
        allocators.forEach(allocator -> blocks.put(allocator.family(), allocator));
    }

    /**
     * The operator at its start, without nodes.
     *
     * @param pools of the enabled families, IPv4 first
     * @return refused with the operator's fatal error
     */
    public static Attempt<ClusterPoolAllocator> of(Map<Family, ClusterPool> pools) {
        List<Attempt<BlockAllocator>> allocators = new ArrayList<>();
        new TreeMap<>(pools).forEach((family, pool) -> allocators.add(allocator(family, pool)));
        return Attempt.all(allocators).map(ClusterPoolAllocator::new);
    }

    private static Attempt<BlockAllocator> allocator(Family family, ClusterPool pool) {
        if (pool.cidrs().isEmpty()) {
            return Attempt.refused(ClusterPool.cidrKey(family) + " must be provided when using ClusterPool");
        }
        Attempt<BlockAllocator> made = BlockAllocator.of(family, pool);
        return new Attempt<>(
                made.value(), made.error().map(error -> "unable to initialize " + family + " allocator: " + error));
    }

    /** IPv4 first, then IPv6; all or nothing. */
    @Override
    Attempt<List<Cidr>> take() {
        return settle(List.of());
    }

    /** Also allocates a block of each enabled family that the node lacks. */
    @Override
    Attempt<List<Cidr>> occupy(String node, List<Cidr> cidrs) {
        for (Family family : Family.values()) {
            List<Cidr> given = of(family, cidrs);
            if (!given.isEmpty() && !blocks.containsKey(family)) {
                String list =
                        String.join(" ", given.stream().map(Cidr::toString).toList());
                return Attempt.refused("unable to allocate CIDR [" + list + "] since allocator for " + family
                        + " addresses does not exist");
            }
        }
        return settle(cidrs);
    }

    private static List<Cidr> of(Family family, List<Cidr> cidrs) {
        return cidrs.stream().filter(cidr -> cidr.family() == family).toList();
    }

    private Attempt<List<Cidr>> settle(List<Cidr> given) {
        List<Cidr> settled = new ArrayList<>();
        for (BlockAllocator allocator : blocks.values()) {
            Optional<String> error = settle(allocator, of(allocator.family(), given), settled);
            if (error.isPresent()) {
                release(settled);
                return Attempt.refused(error.get());
            }
        }
        return Attempt.done(settled);
    }

    /**
     * Settles one family.
     *
     * @param settled the blocks taken so far; this method adds to it even if it returns an error
     */
    private static Optional<String> settle(BlockAllocator allocator, List<Cidr> given, List<Cidr> settled) {
        if (given.isEmpty()) {
            Optional<Cidr> block = allocator.take();
            block.ifPresent(settled::add);
            return block.isPresent() ? Optional.empty() : Optional.of(IpamTexts.ALLOCATOR_FULL);
        }
        for (Cidr block : given) {
            switch (allocator.occupy(block)) {
                case DONE -> settled.add(block);
                case TAKEN_BEFORE -> {
                    return Optional.of("requested CIDR (" + block + ") is already allocated");
                }
                case FULL -> {
                    return Optional.of("allocator " + allocator.rangeOf(block) + " full");
                }
                case OUTSIDE -> {
                    return Optional.of("allocator not configured for the requested CIDR " + block);
                }
            }
        }
        return Optional.empty();
    }

    @Override
    void release(List<Cidr> cidrs) {
        cidrs.forEach(block -> blocks.get(block.family()).release(block));
    }

    @Override
    public Map<Family, BlockAllocator> blocks() {
        return Collections.unmodifiableMap(blocks);
    }
}
