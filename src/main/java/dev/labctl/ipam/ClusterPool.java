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

    /**
     * The names of one family's settings, and the chart's defaults (Cilium 1.18 {@code values.yaml}).
     */
    private record Spelling(String listValue, String maskValue, String configKey, String cidr, int maskSize) {
        private static final Spelling IPV4 = new Spelling(
                "clusterPoolIPv4PodCIDRList", "clusterPoolIPv4MaskSize", "cluster-pool-ipv4", "10.0.0.0/8", 24);
        private static final Spelling IPV6 = new Spelling(
                "clusterPoolIPv6PodCIDRList", "clusterPoolIPv6MaskSize", "cluster-pool-ipv6", "fd00::/104", 120);

        static Spelling of(Family family) {
            return switch (family) {
                case IPV4 -> IPV4;
                case IPV6 -> IPV6;
            };
        }
    }

    /** The key of the list in {@code cilium-config}. */
    static String cidrKey(Family family) {
        return Spelling.of(family).configKey + "-cidr";
    }

    /** One family's pool, from Helm values; the list may also be a text with spaces. */
    static ClusterPool ofValues(Family family, Map<String, Object> values) {
        Spelling spelling = Spelling.of(family);
        List<Object> list = Tree.list(values, "ipam", "operator", spelling.listValue);
        List<String> cidrs = list.isEmpty()
                ? Tree.text(values, "ipam", "operator", spelling.listValue)
                        .map(ClusterPool::words)
                        .orElse(List.of(spelling.cidr))
                : list.stream().map(String::valueOf).toList();
        int mask = Tree.number(values, "ipam", "operator", spelling.maskValue)
                .map(Long::intValue)
                .orElse(spelling.maskSize);
        return new ClusterPool(cidrs, mask);
    }

    /** One family's pool, from {@code cilium-config}; empty if it has none. */
    static Optional<ClusterPool> ofConfig(Family family, Map<String, String> config) {
        Spelling spelling = Spelling.of(family);
        String cidrs = config.getOrDefault(cidrKey(family), "");
        String mask = config.getOrDefault(spelling.configKey + "-mask-size", "");
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
