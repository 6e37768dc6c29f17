package dev.labctl.ipam;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The limits of an EC2 instance type for network interfaces and addresses. Cilium 1.18 queries them from EC2 ({@code
 * pkg/aws/eni/limits/limits.go}); labctl predicts without EC2, and so knows only the common types.
 *
 * @param adapters the number of network interfaces (ENIs)
 * @param ipv4 the number of IPv4 addresses on each, including the primary one
 * @param prefixes whether an address can be a prefix of 16 addresses: on Nitro and bare metal
 */
public record InstanceType(String name, int adapters, int ipv4, boolean prefixes, int vcpus) {
    /** The addresses of a delegated prefix, a /28 (Cilium 1.18 {@code pkg/option/config.go}, {@code ENIPDBlockSizeIPv4}). */
    static final int PREFIX_SIZE = 16;

    /** How many addresses are kept free on a node where nothing else is set (Cilium 1.18 {@code pkg/defaults}). */
    public static final int PRE_ALLOCATION = 8;

    /** With more vCPUs than these, Amazon recommends {@link #MANY_PODS}. */
    private static final int FEW_CPUS = 30;

    private static final int FEW_PODS = 110;
    private static final int MANY_PODS = 250;

    /** By name; the table is beside this class. */
    static final Map<String, InstanceType> KNOWN = read();

    /** The names of all types that labctl knows. */
    public static Set<String> names() {
        return KNOWN.keySet();
    }

    /** The larger types of the same family, the smallest first. */
    public static List<InstanceType> familyOf(InstanceType type) {
        String family = type.name.substring(0, type.name.indexOf('.') + 1);
        return KNOWN.values().stream()
                .filter(other -> other.name.startsWith(family) && other.vcpus >= type.vcpus)
                .filter(other -> other.capacity(0, false) > type.capacity(0, false))
                .sorted(Comparator.comparingInt(InstanceType::vcpus)
                        .thenComparingInt(other -> other.capacity(0, false))
                        .thenComparing(InstanceType::name))
                .toList();
    }

    /** A type by its name, such as {@code t3.medium}; refused with Cilium's text if it is not known ({@code pkg/aws/eni/node.go}). */
    public static Attempt<InstanceType> of(String name) {
        return Optional.ofNullable(KNOWN.get(name))
                .map(Attempt::done)
                .orElseGet(() -> Attempt.refused("unable to determine limits"));
    }

    /**
     * The number of addresses that Cilium can get for a node, including the agent's own (Cilium 1.18 {@code
     * pkg/aws/eni/node.go}, {@code GetMaximumAllocatableIPv4}). The subnet may have fewer, and {@code
     * spec.ipam.max-allocate} of the CiliumNode may set a lower limit.
     *
     * @param firstInterfaceIndex the first interface that is used for pods, 0 by default
     * @param prefixDelegation {@code eni.awsEnablePrefixDelegation}; has no effect if {@link #prefixes} is false
     */
    public int capacity(int firstInterfaceIndex, boolean prefixDelegation) {
        int perAdapter = (ipv4 - 1) * (prefixDelegation && prefixes ? PREFIX_SIZE : 1);
        return Math.max(adapters - firstInterfaceIndex, 0) * perAdapter;
    }

    /** How many addresses are kept free on a node of this type (Cilium 1.18 {@code GetMinimumAllocatableIPv4}). */
    public int preAllocation() {
        return Math.min(PRE_ALLOCATION, capacity(0, false));
    }

    /** The number of addresses left for pods. */
    public int slots(int firstInterfaceIndex, boolean prefixDelegation, Infrastructure infrastructure) {
        return Math.max(capacity(firstInterfaceIndex, prefixDelegation) - infrastructure.count(), 0);
    }

    /**
     * The kubelet's default limit of pods in Amazon's images, including host-network pods (amazon-eks-ami {@code
     * eni-max-pods.txt}). It is meant for Amazon's own CNI without prefixes, and does not depend on Cilium.
     */
    public int maxPods() {
        return adapters * (ipv4 - 1) + 2;
    }

    /**
     * The limit that Amazon recommends with prefixes (amazon-eks-ami {@code max-pods-calculator.sh}): as many as there are
     * addresses, but no more than 110, or 250 with more than 30 vCPUs. The kubelet does not know it by itself.
     */
    public int maxPodsWithPrefixes() {
        int addresses = adapters * (ipv4 - 1) * (prefixes ? PREFIX_SIZE : 1) + 2;
        return Math.min(addresses, vcpus > FEW_CPUS ? MANY_PODS : FEW_PODS);
    }

    private static Map<String, InstanceType> read() {
        try (Scanner table = new Scanner(InstanceType.class.getResourceAsStream("instance-types.csv"), "UTF-8")) {
            return table.useDelimiter("\\R")
                    .tokens()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> parse(line.split(",", -1)))
                    .collect(Collectors.toUnmodifiableMap(InstanceType::name, type -> type));
        }
    }

    private static InstanceType parse(String[] fields) {
        return new InstanceType(
                fields[0],
                Integer.parseInt(fields[1]),
                Integer.parseInt(fields[2]),
                Boolean.parseBoolean(fields[3]),
                Integer.parseInt(fields[4]));
    }
}
