package dev.labctl.explain.causes.addresses;

import dev.labctl.addresses.AddressMap.Block;
import dev.labctl.addresses.NodeMap;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.causes.AffectedObjects;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.Wording;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The arithmetic of a node whose block is full.
 *
 * @param slots how many pods can have an address there; of several families the smallest number counts
 * @param pods those on it that have an address or wait for one
 */
record FullNode(NodeMap node, long slots, List<Pod> pods) {
    static FullNode of(NodeMap node, ClusterIndex cluster) {
        List<Pod> pods = cluster.view().podsOn(node.name()).stream()
                .filter(pod -> pod.takesAddress() && !pod.isDeleting())
                .toList();
        return new FullNode(
                node, node.blocks().stream().mapToLong(Block::slots).min().orElse(0), pods);
    }

    /** How many pods too many there are. */
    long excess() {
        return Math.max(0L, pods.size() - slots);
    }

    /** The evidence, in the order of the conclusion. */
    Stream<String> evidence() {
        return Stream.concat(
                node.blocks().stream().flatMap(block -> Stream.of(size(block), owners(block))),
                Stream.of("pods on " + node.name() + " that need an address: " + pods.size() + ", "
                        + (excess() == 0 ? "and there is one for each" : excess() + " too many") + " (" + shares(pods)
                        + ")"));
    }

    /** {@code 10.0.84.0/29 has 8 addresses - first - last = 6 usable - health - router = 4 for pods}. */
    private static String size(Block block) {
        int bits = block.known().hostBits();
        String all = bits <= 16 ? " has " + Wording.grouped(1L << bits) + " addresses" : " counts as 65,536 addresses";
        String own = block.addresses().stream()
                .filter(address -> !address.isPods())
                .map(address -> " - " + address.owner())
                .sorted()
                .collect(Collectors.joining());
        return block.known() + all + " - first - last = " + Wording.grouped(block.usable()) + " usable" + own + " = "
                + Wording.grouped(block.slots()) + " for pods";
    }

    private String owners(Block block) {
        List<Pod> owners = pods.stream()
                .filter(pod -> block.addresses().stream()
                        .anyMatch(address -> address.owner().equals(pod.fullName())))
                .toList();
        return block.known() + ": " + Wording.grouped(block.free()) + " free, " + Wording.counted(block.pods(), "pod")
                + " with an address" + (owners.isEmpty() ? "" : " (" + shares(owners) + ")");
    }

    private String shares(List<Pod> some) {
        return Wording.names(AffectedObjects.byWorkload(some).entrySet().stream()
                .map(entry -> (entry.getKey().kind().equals("Pod") ? "" : entry.getValue() + " of ") + entry.getKey())
                .toList());
    }
}
