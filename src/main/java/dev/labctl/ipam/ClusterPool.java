package dev.labctl.ipam;

import dev.labctl.tree.Tree;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The addresses of one family that the operator cuts into blocks for nodes, in mode cluster-pool.
 *
 * @param cidrs in the order in which they are used up
 * @param maskSize the length of the prefix of each node's block
 */
public record ClusterPool(List<String> cidrs, int maskSize) {
    public ClusterPool {
        cidrs = List.copyOf(cidrs);
    }

    /** One family's spelling of the settings, and what the chart sets by default (Cilium 1.18 {@code values.yaml}). */
    enum Family {
        IPV4("clusterPoolIPv4PodCIDRList", "clusterPoolIPv4MaskSize", "cluster-pool-ipv4", "10.0.0.0/8", 24),
        IPV6("clusterPoolIPv6PodCIDRList", "clusterPoolIPv6MaskSize", "cluster-pool-ipv6", "fd00::/104", 120);

        private final String listValue;
        private final String maskValue;
        private final String configKey;
        private final String cidr;
        private final int maskSize;

        Family(String listValue, String maskValue, String configKey, String cidr, int maskSize) {
            this.listValue = listValue;
            this.maskValue = maskValue;
            this.configKey = configKey;
            this.cidr = cidr;
            this.maskSize = maskSize;
        }

        /** From Helm values; the list may be a text with spaces as well. */
        ClusterPool ofValues(Map<String, Object> values) {
            List<Object> list = Tree.list(values, "ipam", "operator", listValue);
            List<String> cidrs = list.isEmpty()
                    ? Tree.text(values, "ipam", "operator", listValue)
                            .map(Family::words)
                            .orElse(List.of(cidr))
                    : list.stream().map(String::valueOf).toList();
            int mask = Tree.number(values, "ipam", "operator", maskValue)
                    .map(Long::intValue)
                    .orElse(maskSize);
            return new ClusterPool(cidrs, mask);
        }

        /** From {@code cilium-config}; empty where it does not say. */
        Optional<ClusterPool> ofConfig(Map<String, String> config) {
            String cidrs = config.getOrDefault(configKey + "-cidr", "");
            String mask = config.getOrDefault(configKey + "-mask-size", "");
            return cidrs.isBlank() || !mask.matches("[0-9]{1,3}")
                    ? Optional.empty()
                    : Optional.of(new ClusterPool(words(cidrs), Integer.parseInt(mask)));
        }

        private static List<String> words(String text) {
            return Arrays.stream(text.strip().split("[\\s,]+")).toList();
        }
    }

    /**
     * Whether a running cluster may be brought to these settings. A node keeps its block for ever, so only what is
     * appended to the list does anything, and only for new nodes; anything else leaves blocks that the operator refuses
     * ({@code requested CIDR (…) is already allocated}, Cilium 1.18 {@code pkg/ipam/allocator/podcidr/podcidr.go}).
     */
    public boolean mayBecome(ClusterPool wanted) {
        return maskSize == wanted.maskSize
                && wanted.cidrs.size() >= cidrs.size()
                && wanted.cidrs.subList(0, cidrs.size()).equals(cidrs);
    }

    /** As it is said to a reader: {@code 10.0.42.0/28 10.0.84.0/28, mask 29}. */
    @Override
    public String toString() {
        return String.join(" ", cidrs) + ", mask " + maskSize;
    }
}
