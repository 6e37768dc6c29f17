package dev.labctl.ipam;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import java.util.TreeMap;

/**
 * What an EC2 instance type can have in network interfaces and addresses. Cilium 1.18 asks EC2 for it ({@code
 * pkg/aws/eni/limits/limits.go}); labctl predicts without, and so knows the common types alone.
 *
 * @param adapters how many network interfaces (ENIs)
 * @param ipv4 how many IPv4 addresses on each, its primary one among them
 * @param prefixes whether an address can be a prefix of 16: on Nitro and bare metal
 */
public record InstanceType(String name, int adapters, int ipv4, boolean prefixes) {
    /** The addresses of a delegated prefix, a /28 (Cilium 1.18 {@code pkg/option/config.go}, {@code ENIPDBlockSizeIPv4}). */
    private static final int PREFIX_SIZE = 16;

    /** A type by its name, such as {@code t3.medium}; of one that is not known, Cilium's text. */
    public static Attempt<InstanceType> of(String name) {
        return Optional.ofNullable(Published.TYPES.get(name))
                .map(Attempt::done)
                .orElseGet(() -> Attempt.refused(IpamTexts.NO_LIMITS));
    }

    /** The types that are known, by their names. */
    public static Map<String, InstanceType> known() {
        return Published.TYPES;
    }

    /**
     * How many addresses Cilium can get for a node, of which the agent takes its own (Cilium 1.18 {@code
     * pkg/aws/eni/node.go}, {@code GetMaximumAllocatableIPv4}). The subnet may have fewer, and {@code
     * spec.ipam.max-allocate} of the CiliumNode may say less.
     *
     * @param firstInterfaceIndex the first interface that is used for pods, 0 by default
     * @param prefixDelegation {@code eni.awsEnablePrefixDelegation}; it does nothing where {@link #prefixes} is false
     */
    public int capacity(int firstInterfaceIndex, boolean prefixDelegation) {
        int perAdapter = (ipv4 - 1) * (prefixDelegation && prefixes ? PREFIX_SIZE : 1);
        return Math.max(adapters - firstInterfaceIndex, 0) * perAdapter;
    }

    /** How many addresses are left for pods. */
    public int slots(int firstInterfaceIndex, boolean prefixDelegation, Infrastructure infrastructure) {
        return Math.max(capacity(firstInterfaceIndex, prefixDelegation) - infrastructure.count(), 0);
    }

    /**
     * What Amazon's images tell kubelet to run at most, host-network pods among them, if nobody says another number
     * (amazon-eks-ami {@code eni-max-pods.txt}): made for Amazon's own CNI without prefixes, whatever Cilium could give.
     */
    public int maxPods() {
        return adapters * (ipv4 - 1) + 2;
    }

    /** The table beside this class, read once. */
    private static final class Published {
        private static final Map<String, InstanceType> TYPES = read();

        private static Map<String, InstanceType> read() {
            Map<String, InstanceType> types = new TreeMap<>();
            try (Scanner lines = new Scanner(InstanceType.class.getResourceAsStream("instance-types.csv"), "UTF-8")) {
                while (lines.hasNextLine()) {
                    String line = lines.nextLine();
                    if (!line.startsWith("#")) {
                        InstanceType type = parse(line.split(",", -1));
                        types.put(type.name, type);
                    }
                }
            }
            return Collections.unmodifiableMap(types);
        }

        private static InstanceType parse(String[] fields) {
            return new InstanceType(
                    fields[0],
                    Integer.parseInt(fields[1]),
                    Integer.parseInt(fields[2]),
                    Boolean.parseBoolean(fields[3]));
        }
    }
}
