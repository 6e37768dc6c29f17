package dev.labctl.ipam;

import dev.labctl.tree.Tree;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The addresses of one family that the operator divides into blocks for nodes: in mode cluster-pool those of the cluster, in
 * mode multi-pool those of one pool.
 *
 * @param cidrs in order of use
 * @param maskSize the prefix length of each node's block
 */
public record ClusterPool(List<String> cidrs, int maskSize) {
    public ClusterPool {
        cidrs = List.copyOf(cidrs);
    }

    /** The Helm value with the list, below {@code ipam.operator}. */
    public static String listValue(Family family) {
        return "clusterPool" + family + "PodCIDRList";
    }

    /** The Helm value with the mask, below {@code ipam.operator}. */
    public static String maskValue(Family family) {
        return "clusterPool" + family + "MaskSize";
    }

    /** The key of the list in {@code cilium-config}. */
    static String cidrKey(Family family) {
        return "cluster-pool-" + family.key() + "-cidr";
    }

    /** The chart's default (Cilium 1.18 {@code values.yaml}). */
    private static ClusterPool byDefault(Family family) {
        return switch (family) {
            case IPV4 -> new ClusterPool(List.of("10.0.0.0/8"), 24);
            case IPV6 -> new ClusterPool(List.of("fd00::/104"), 120);
        };
    }

    /** One family's pool, from Helm values; the list may also be a text with spaces. */
    static ClusterPool ofValues(Family family, Map<String, Object> values) {
        ClusterPool byDefault = byDefault(family);
        List<Object> list = Tree.list(values, "ipam", "operator", listValue(family));
        List<String> cidrs = list.isEmpty()
                ? Tree.text(values, "ipam", "operator", listValue(family))
                        .map(ClusterPool::words)
                        .orElse(byDefault.cidrs)
                : list.stream().map(String::valueOf).toList();
        return new ClusterPool(
                cidrs,
                Tree.integer(values, "ipam", "operator", maskValue(family)).orElse(byDefault.maskSize));
    }

    /** One family's pool, from {@code cilium-config}; empty if it has none. */
    static Optional<ClusterPool> ofConfig(Family family, Map<String, String> config) {
        String cidrs = config.getOrDefault(cidrKey(family), "");
        String mask = config.getOrDefault("cluster-pool-" + family.key() + "-mask-size", "");
        return cidrs.isBlank() || !mask.matches("[0-9]{1,3}")
                ? Optional.empty()
                : Optional.of(new ClusterPool(words(cidrs), Integer.parseInt(mask)));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.strip().split("[\\s,]+")).toList();
    }

    /**
     * Whether these settings may be applied to a running cluster. A node keeps its block for its lifetime, so only CIDRs
     * appended to the list have an effect, and only for new nodes; any other change leaves blocks that the operator refuses
     * ({@code requested CIDR (…) is already allocated}, Cilium 1.18 {@code pkg/ipam/allocator/podcidr/podcidr.go}).
     */
    public boolean mayBecome(ClusterPool wanted) {
        return maskSize == wanted.maskSize
                && wanted.cidrs.size() >= cidrs.size()
                && wanted.cidrs.subList(0, cidrs.size()).equals(cidrs);
    }

    /** For the user: {@code 10.0.42.0/28 10.0.84.0/28, mask 29}. */
    @Override
    public String toString() {
        return String.join(" ", cidrs) + ", mask " + maskSize;
    }
}
