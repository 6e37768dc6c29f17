package dev.labctl.addresses;

import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A node and its blocks.
 *
 * @param ignored CIDRs of the Node that Cilium does not use
 * @param error what keeps the node from having addresses, or may do so; observed, what the operator reports
 * @param waiting observed pods that have no address
 * @param withoutBlock those of them that wait for a pool of which the node has no block
 */
public record NodeMap(
        String name,
        List<Block> blocks,
        List<Cidr> ignored,
        Optional<String> error,
        List<StuckPod> waiting,
        List<StuckPod> withoutBlock) {
    /** A node on which no pod waits. */
    public NodeMap(String name, List<Block> blocks, List<Cidr> ignored, Optional<String> error) {
        this(name, blocks, ignored, error, List.of(), List.of());
    }

    /** With blocks of several pools it is not known of which one a pod takes its address. */
    NodeMap withPods(long pods) {
        long known = blocks.stream().map(Block::pool).distinct().count() == 1 ? pods : 0;
        return new NodeMap(
                name, blocks.stream().map(block -> block.with(known, List.of())).toList(), ignored, error);
    }

    /** With addresses of one block that no owner is known of. */
    NodeMap withUnowned(Block which, long count) {
        return new NodeMap(
                name,
                blocks.stream()
                        .map(block -> block.equals(which) ? block.withUnowned(count) : block)
                        .toList(),
                ignored,
                error,
                waiting,
                withoutBlock);
    }

    /** Each pod waits for one block alone. */
    NodeMap withWaiting(List<StuckPod> pods) {
        Map<Optional<Block>, List<StuckPod>> byBlock = pods.stream().collect(Collectors.groupingBy(this::awaited));
        return new NodeMap(
                name,
                blocks.stream()
                        .map(block -> block.with(block.pods(), byBlock.getOrDefault(Optional.of(block), List.of())))
                        .toList(),
                ignored,
                error,
                pods,
                byBlock.getOrDefault(Optional.empty(), List.of()));
    }

    /** The block that a pod waits for: one of its pool, and a full one where there is one. */
    private Optional<Block> awaited(StuckPod pod) {
        List<Block> candidates = blocks.stream()
                .filter(block -> pod.pool().isEmpty() || pod.pool().get().equals(block.pool()))
                .toList();
        return candidates.stream()
                .filter(block -> block.free() == 0)
                .findFirst()
                .or(() -> candidates.stream().findFirst());
    }

    public long usable() {
        return blocks.stream().mapToLong(Block::usable).sum();
    }

    public long used() {
        return blocks.stream().mapToLong(Block::used).sum();
    }

    /** The addresses that are held for pods that do not exist, as the agent says. */
    public List<Address> leaked() {
        return blocks.stream().flatMap(block -> block.leaked().stream()).toList();
    }

    /** The addresses of which no owner is known although the agent finds none that is free. */
    public long unowned() {
        return blocks.stream().mapToLong(Block::unowned).sum();
    }

    public long free() {
        return blocks.stream().mapToLong(Block::free).sum();
    }

    /** Addresses that are free for pods, which need one of each family: of two families the one with fewer decides. */
    public long freeForPods() {
        return blocks.stream()
                .collect(Collectors.groupingBy(Block::family, Collectors.summingLong(Block::free)))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .min()
                .orElse(0);
    }

    /** The blocks of a pool. */
    public List<Block> blocks(String pool, Family family) {
        return blocks.stream()
                .filter(block -> block.pool().equals(pool) && block.family() == family)
                .toList();
    }

    public boolean full() {
        return blocks.stream().anyMatch(block -> block.free() == 0);
    }
}
