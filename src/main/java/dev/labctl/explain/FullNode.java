package dev.labctl.explain;

import dev.labctl.addresses.AddressMap.Block;
import dev.labctl.addresses.AddressMap.NodeMap;
import dev.labctl.addresses.WorkloadState;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The arithmetic of a node whose block is full.
 *
 * @param slots how many pods can have an address there; of several families the smallest decides
 * @param wanting the pods on it that have an address or wait for one
 */
record FullNode(NodeMap node, long slots, List<KubeObject> wanting) {
    static FullNode of(NodeMap node, ClusterIndex clues) {
        List<KubeObject> wanting = clues.seen().podsOn(node.name()).stream()
                .filter(pod -> WorkloadState.takesAddress(pod) && !pod.deleting())
                .toList();
        long slots = node.blocks().stream().mapToLong(Block::slots).min().orElse(0);
        return new FullNode(node, slots, wanting);
    }

    /** How many pods too many there are. */
    long excess() {
        return Math.max(0L, (long) wanting.size() - slots);
    }

    /** The lines of evidence, in the order of the conclusion. */
    List<String> lines(ClusterIndex clues) {
        List<String> lines = new ArrayList<>();
        for (Block block : node.blocks()) {
            lines.add(size(block));
            lines.add(owners(block, clues));
        }
        lines.add("pods on " + node.name() + " that need an address: " + wanting.size() + ", "
                + (excess() == 0 ? "and there is one for each" : excess() + " too many") + " ("
                + shares(wanting, clues) + ")");
        return lines;
    }

    /** {@code 10.0.84.0/29 has 8 addresses - first and last = 6 - router, health = 4 for pods}. */
    private static String size(Block block) {
        int bits = block.cidr().hostBits();
        String all = bits <= 16 ? " has " + Quote.grouped(1L << bits) + " addresses" : " counts as 65,536 addresses";
        String own = block.reserved().stream()
                .map(address -> address.owner())
                .sorted()
                .collect(Collectors.joining(" - "));
        return block.cidr() + all + " - first - last = " + Quote.grouped(block.usable()) + " usable"
                + (own.isEmpty() ? "" : " - " + own) + " = " + Quote.grouped(block.slots()) + " for pods";
    }

    private String owners(Block block, ClusterIndex clues) {
        List<KubeObject> having = wanting.stream()
                .filter(pod -> block.addresses().stream().anyMatch(address -> address.owner()
                        .equals(pod.namespace().orElse("default") + "/" + pod.name())))
                .toList();
        long taken =
                block.addresses().stream().filter(address -> address.isPods()).count();
        return block.cidr() + ": " + Quote.grouped(block.free()) + " free, " + Quote.counted(taken, "pod")
                + " with an address" + (having.isEmpty() ? "" : " (" + shares(having, clues) + ")");
    }

    private static String shares(List<KubeObject> pods, ClusterIndex clues) {
        Map<ObjectRef, Integer> counts = AffectedObjects.byWorkload(pods, clues);
        return Quote.names(counts.entrySet().stream()
                .map(entry -> entry.getKey().kind().equals("Pod")
                        ? entry.getKey().toString()
                        : entry.getValue() + " of " + entry.getKey())
                .toList());
    }
}
