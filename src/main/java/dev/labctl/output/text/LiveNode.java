package dev.labctl.output.text;

import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.addresses.AddressMap.Block;
import dev.labctl.addresses.AddressMap.NodeMap;
import dev.labctl.addresses.StuckPod;
import dev.labctl.report.IpamView;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A node as it is shown.
 *
 * @param waiting its pods that have no address
 */
public record LiveNode(NodeMap node, List<StuckPod> waiting) {
    /** So many nodes are shown one by one; where there are more, those with the least room come first. */
    public static final int MOST = 12;

    private static final Comparator<LiveNode> WORST_FIRST = Comparator.comparing(
                    (LiveNode node) -> node.node().error().isEmpty())
            .thenComparing(node -> -node.waiting().size())
            .thenComparing(node -> node.usable() == 0 ? 0 : (double) node.free() / node.usable())
            .thenComparing(LiveNode::name);

    /** The nodes that are asked for, in their order, or the worst first where there are many. */
    public static List<LiveNode> of(IpamView view) {
        Map<String, List<StuckPod>> waiting = view.stuck().stream()
                .filter(StuckPod::wantsAddress)
                .collect(Collectors.groupingBy(pod -> pod.node().orElseThrow()));
        List<LiveNode> nodes = view.nodes().stream()
                .map(node -> new LiveNode(node, waiting.getOrDefault(node.name(), List.of())))
                .toList();
        return nodes.size() <= MOST ? nodes : nodes.stream().sorted(WORST_FIRST).toList();
    }

    public String name() {
        return node.name();
    }

    public List<Block> blocks() {
        return node.blocks();
    }

    public long usable() {
        return blocks().stream().mapToLong(Block::usable).sum();
    }

    public long used() {
        return blocks().stream().mapToLong(block -> block.addresses().size()).sum();
    }

    long free() {
        return blocks().stream().mapToLong(Block::free).sum();
    }

    boolean full() {
        return blocks().stream().anyMatch(block -> block.free() == 0);
    }

    boolean troubled() {
        return node.error().isPresent() || !waiting.isEmpty();
    }

    /** The pods that wait for an address of a block; each waits for one block alone, a full one where there is one. */
    public List<StuckPod> waitingFor(Block block) {
        return waiting.stream()
                .filter(pod -> wanted(pod).filter(block::equals).isPresent())
                .toList();
    }

    /** The pods that wait for a pool that the node has no block of. */
    public List<StuckPod> waitingForNone() {
        return waiting.stream().filter(pod -> wanted(pod).isEmpty()).toList();
    }

    private Optional<Block> wanted(StuckPod pod) {
        List<Block> candidates = blocks().stream()
                .filter(block -> pod.pool().isEmpty() || pod.pool().get().equals(block.pool()))
                .toList();
        return candidates.stream()
                .filter(block -> block.free() == 0)
                .findFirst()
                .or(() -> candidates.stream().findFirst());
    }

    /** Those of a block's addresses that pods have. */
    public static long pods(Block block) {
        return block.addresses().stream().filter(Address::isPods).count();
    }

    /** A block to scale; pods that wait for it hang over its edge once it is full. */
    AddressBar bar(Block block, int width) {
        long over = block.free() == 0 ? waitingFor(block).size() : 0;
        return AddressBar.of(block.reserved().size(), block.slots(), pods(block) + over, width);
    }
}
