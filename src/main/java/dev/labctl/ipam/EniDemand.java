package dev.labctl.ipam;

import dev.labctl.tree.Tree;
import java.util.Map;

/**
 * How many addresses the operator keeps for a node in mode eni (Cilium 1.18 {@code pkg/ipam/types}, {@code IPAMSpec}, and
 * {@code pkg/aws/eni/types}, {@code ENISpec}).
 *
 * @param preAllocate how many addresses are kept free
 * @param minAllocate how many the node has at least, once it is known
 * @param maxAllocate how many it has at most; 0 for as many as its instance can have
 * @param maxAboveWatermark how many are allocated beyond what is needed, each time that some are
 * @param firstInterface the number of the first network interface whose addresses pods get
 * @param prefixDelegation whether whole prefixes are asked for, where the instance can have them
 */
public record EniDemand(
        int preAllocate,
        int minAllocate,
        int maxAllocate,
        int maxAboveWatermark,
        int firstInterface,
        boolean prefixDelegation) {
    /** Those of a node for which nothing is set but prefix delegation; the chart has no value for the others. */
    public static EniDemand ofPrefixes(boolean prefixDelegation) {
        return new EniDemand(InstanceType.PRE_ALLOCATION, 0, 0, 0, 0, prefixDelegation);
    }

    /** From Helm values: {@code eni.awsEnablePrefixDelegation}. */
    public static EniDemand ofValues(Map<String, Object> values) {
        return ofPrefixes(Tree.flag(values, "eni", "awsEnablePrefixDelegation").orElse(false));
    }

    /** From {@code cilium-config} of a running Cilium: {@code aws-enable-prefix-delegation}. */
    public static EniDemand ofConfig(Map<String, String> config) {
        return ofPrefixes("true".equals(config.get("aws-enable-prefix-delegation")));
    }

    /** The same with what the {@code spec} of a CiliumNode says of its node. */
    public EniDemand ofNode(Object spec) {
        return new EniDemand(
                number(spec, preAllocate, "ipam", "pre-allocate"),
                number(spec, minAllocate, "ipam", "min-allocate"),
                number(spec, maxAllocate, "ipam", "max-allocate"),
                number(spec, maxAboveWatermark, "ipam", "max-above-watermark"),
                number(spec, firstInterface, "eni", "first-interface-index"),
                prefixDelegation
                        && !Tree.flag(spec, "eni", "disable-prefix-delegation").orElse(false));
    }

    private static int number(Object spec, int otherwise, String... path) {
        return Tree.number(spec, path)
                .map(number -> (int) Math.max(0, Math.min(number, Integer.MAX_VALUE / 2)))
                .orElse(otherwise);
    }

    /**
     * How many addresses are missing (Cilium 1.18 {@code pkg/ipam/node.go}, {@code calculateNeededIPs}).
     *
     * @param available those that the node has
     * @param used those of them that are in use
     * @param capacity those that its instance can have at most
     */
    int needed(int available, int used, int capacity) {
        int kept = preAllocate > 0 ? preAllocate : Math.min(InstanceType.PRE_ALLOCATION, capacity);
        int needed = kept - (available - used);
        if (minAllocate > 0) {
            needed = Math.max(needed, minAllocate - available);
        }
        int most = maxAllocate > 0 ? Math.min(maxAllocate, capacity) : capacity;
        return Math.max(0, Math.min(needed, most - available));
    }
}
