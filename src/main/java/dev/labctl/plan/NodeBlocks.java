package dev.labctl.plan;

import dev.labctl.addresses.AddressMap.Reserved;
import dev.labctl.addresses.Block;
import dev.labctl.addresses.Finding;
import dev.labctl.addresses.NodeMap;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.HostAllocator;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.ipam.NodeCidrAllocator;
import dev.labctl.lab.Range;
import dev.labctl.workload.NodeShape;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One block per node and family, which it keeps for ever: modes kubernetes and cluster-pool.
 *
 * @param families that Cilium uses; where one has no blocks at all, the agents wait for it for ever
 */
record NodeBlocks(
        List<NodeShape> nodes,
        NodeCidrAllocator allocator,
        Set<Family> families,
        Infrastructure infrastructure,
        Source source) {
    /**
     * Where the blocks come from.
     *
     * @param pool what it is called in the plan
     * @param refusal the error of a node for which no block is left
     * @param spare blocks that a node may get beside those that are taken, because the allocator may skip some
     * @param more how there are more blocks
     * @param larger how the blocks are larger
     */
    record Source(String pool, String refusal, int spare, String more, String larger) {}

    /**
     * Allocates once for every node. Which node gets which block is random, so each may get any of the set; the set
     * itself is not.
     */
    Supply supply() {
        List<List<Cidr>> ofNodes = nodes.stream()
                .flatMap(node -> allocator.allocate(node.name()).value().stream())
                .toList();
        Map<Family, List<Cidr>> taken = ofNodes.stream()
                .flatMap(List::stream)
                .filter(block -> families.contains(block.family()))
                .collect(Collectors.groupingBy(Cidr::family, () -> new EnumMap<>(Family.class), Collectors.toList()));
        List<Block> share = taken.values().stream().map(this::share).toList();
        List<Cidr> blocks = taken.values().stream().map(found -> found.get(0)).toList();
        int served = allocator.blocks().keySet().containsAll(families) ? ofNodes.size() : 0;
        int unserved = nodes.size() - served;
        Optional<String> error = unserved == 0
                ? Optional.empty()
                : Optional.of(source.refusal + ", on " + unserved + " of " + nodes.size() + " nodes");
        int most = (int) Math.min(infrastructure.slots(blocks), Integer.MAX_VALUE);
        return new Supply(
                nodes.stream()
                        .map(node -> new NodeMap(node.name(), share, List.of(), error))
                        .toList(),
                allocator.blocks().values().stream()
                        .map(pool -> BlockRows.pool(source.pool, pool, pool.free()))
                        .toList(),
                taken.values().stream().flatMap(List::stream).toList(),
                findings(unserved, blocks),
                Range.exactly(infrastructure.failure(blocks).isPresent() ? nodes.size() : unserved),
                workload -> IpamTexts.podEvent(Supply.SANDBOX, IpamTexts.RANGE_FULL),
                (workload, node) -> Range.exactly(most));
    }

    private Block share(List<Cidr> taken) {
        Cidr one = taken.get(0);
        List<Cidr> possible = new ArrayList<>(taken);
        possible.addAll(allocator.blocks().get(one.family()).free(source.spare));
        return BlockRows.block(
                possible,
                source.pool,
                HostAllocator.usable(one),
                Reserved.of(infrastructure),
                infrastructure.slots(one));
    }

    private List<Finding> findings(int unserved, List<Cidr> blocks) {
        List<Finding> findings = new ArrayList<>();
        if (unserved > 0) {
            findings.add(Finding.error(
                    "NODE_CIDR_EXHAUSTED",
                    unserved + " of " + nodes.size()
                            + " nodes get no block; which ones cannot be predicted, and their agents never become ready",
                    source.more));
        }
        infrastructure
                .failure(blocks)
                .ifPresent(text -> findings.add(Finding.error(
                        "BLOCK_TOO_SMALL",
                        "a node's block has no room for Cilium's own addresses; the agents exit with: " + text,
                        source.larger)));
        return findings;
    }
}
