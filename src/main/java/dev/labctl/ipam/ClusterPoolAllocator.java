package dev.labctl.ipam;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cilium's operator in mode cluster-pool (Cilium 1.18 {@code pkg/ipam/allocator/clusterpool/clusterpool.go}, {@code
 * pkg/ipam/allocator/podcidr/podcidr.go}).
 */
public final class ClusterPoolAllocator implements NodeCidrAllocator {
    private final Map<Family, BlockAllocator> blocks;
    private final Map<String, List<Cidr>> nodes = new HashMap<>();

    private ClusterPoolAllocator(Map<Family, BlockAllocator> blocks) {
        this.blocks = blocks;
    }

    /**
     * The operator at its start, without nodes.
     *
     * @param pools of the enabled families
     * @return refused with the operator's fatal error
     */
    public static Attempt<ClusterPoolAllocator> of(Map<Family, ClusterPool> pools) {
        Map<Family, BlockAllocator> blocks = new EnumMap<>(Family.class);
        for (Family family : Family.values()) {
            ClusterPool pool = pools.get(family);
            if (pool == null) {
                continue;
            }
            if (pool.cidrs().isEmpty()) {
                return Attempt.refused(IpamTexts.poolMissing(family));
            }
            Attempt<BlockAllocator> made = BlockAllocator.of(family, pool);
            if (made.error().isPresent()) {
                return Attempt.refused(
                        IpamTexts.allocatorNotInitialized(family, made.error().get()));
            }
            made.value().ifPresent(allocator -> blocks.put(family, allocator));
        }
        return Attempt.done(new ClusterPoolAllocator(blocks));
    }

    /** IPv4 first, then IPv6; all or nothing. */
    @Override
    public Attempt<List<Cidr>> allocate(String node) {
        return nodes.containsKey(node) ? Attempt.done(nodes.get(node)) : settle(node, List.of());
    }

    /** Also allocates a block of each enabled family that the node lacks. */
    @Override
    public Attempt<List<Cidr>> restore(String node, List<Cidr> cidrs) {
        if (nodes.containsKey(node)) {
            return Attempt.done(nodes.get(node));
        }
        for (Family family : Family.values()) {
            List<Cidr> given = of(family, cidrs);
            if (!given.isEmpty() && !blocks.containsKey(family)) {
                return Attempt.refused(IpamTexts.noAllocator(given, family));
            }
        }
        return settle(node, cidrs);
    }

    private static List<Cidr> of(Family family, List<Cidr> cidrs) {
        return cidrs.stream().filter(cidr -> cidr.family() == family).toList();
    }

    private Attempt<List<Cidr>> settle(String node, List<Cidr> given) {
        List<Cidr> settled = new ArrayList<>();
        for (BlockAllocator allocator : blocks.values()) {
            Optional<String> error = settle(allocator, of(allocator.family(), given), settled);
            if (error.isPresent()) {
                settled.forEach(this::release);
                return Attempt.refused(error.get());
            }
        }
        nodes.put(node, List.copyOf(settled));
        return Attempt.done(nodes.get(node));
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
                    return Optional.of(IpamTexts.alreadyAllocated(block));
                }
                case FULL -> {
                    return Optional.of(IpamTexts.rangeIsFull(allocator.rangeOf(block)));
                }
                case OUTSIDE -> {
                    return Optional.of(IpamTexts.notConfigured(block));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void remove(String node) {
        List<Cidr> cidrs = nodes.remove(node);
        if (cidrs != null) {
            cidrs.forEach(this::release);
        }
    }

    private void release(Cidr block) {
        blocks.get(block.family()).release(block);
    }

    @Override
    public Map<Family, BlockAllocator> blocks() {
        return Collections.unmodifiableMap(blocks);
    }
}
