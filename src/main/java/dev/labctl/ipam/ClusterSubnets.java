package dev.labctl.ipam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The ranges that Kubernetes allocates from.
 *
 * @param pods the ranges of the nodes' pod CIDRs, one per family, in the cluster's order of families
 * @param services the ranges of cluster IPs; no node gets a block that overlaps them
 * @param nodeMasks the prefix length of a node's block
 * @param checkedMasks the prefix length that kubeadm takes for it; kubeadm does not read the argument {@code
 *     node-cidr-mask-size}, which is for both families
 */
public record ClusterSubnets(
        List<Cidr> pods, List<Cidr> services, Map<Family, Integer> nodeMasks, Map<Family, Integer> checkedMasks) {
    /** Kubernetes 1.33 {@code cmd/kube-controller-manager/app/core.go}; a lab on kind may change them. */
    public static final Map<Family, Integer> DEFAULT_NODE_MASKS = Map.of(Family.IPV4, 24, Family.IPV6, 64);

    /** Kubernetes 1.33 {@code cmd/kubeadm/app/constants/constants.go}, {@code PodSubnetNodeMaskMaxDiff}. */
    private static final int MAX_DIFFERENCE = 16;

    /** The same file: {@code MaximumBitsForServiceSubnet}. */
    private static final int MAX_SERVICE_BITS = 20;

    /** The same file: {@code MinimumAddressesInServiceSubnet}. */
    private static final int MIN_SERVICES = 10;

    public ClusterSubnets {
        pods = List.copyOf(pods);
        services = List.copyOf(services);
        nodeMasks = Map.copyOf(nodeMasks);
        checkedMasks = Map.copyOf(checkedMasks);
    }

    /** With the node masks that kubeadm expects. */
    public ClusterSubnets(List<Cidr> pods, List<Cidr> services, Map<Family, Integer> nodeMasks) {
        this(pods, services, nodeMasks, nodeMasks);
    }

    /** The same with blocks of other sizes. */
    public ClusterSubnets withNodeMasks(Map<Family, Integer> given, Map<Family, Integer> checked) {
        return new ClusterSubnets(pods, services, given, checked);
    }

    /**
     * The ranges of a kind cluster (kind 0.33 {@code pkg/apis/config/v1alpha4/default.go}).
     *
     * @param podSubnet {@code networking.podSubnet}, one CIDR or two with a comma; empty for kind's default
     * @param serviceSubnet {@code networking.serviceSubnet}, likewise
     * @param families the cluster's families; with both, the defaults list IPv4 first
     * @throws IllegalArgumentException with a message for the user if a text is not a CIDR
     */
    public static ClusterSubnets ofKind(
            Optional<String> podSubnet, Optional<String> serviceSubnet, Set<Family> families) {
        return new ClusterSubnets(
                podSubnet
                        .map(ClusterSubnets::read)
                        .orElseGet(() -> defaults(families, "10.244.0.0/16", "fd00:10:244::/56")),
                serviceSubnet
                        .map(ClusterSubnets::read)
                        .orElseGet(() -> defaults(families, "10.96.0.0/16", "fd00:10:96::/112")),
                DEFAULT_NODE_MASKS);
    }

    /**
     * The CIDRs of a text with commas.
     *
     * @throws IllegalArgumentException with a message for the user if one is not a CIDR
     */
    public static List<Cidr> read(String text) {
        return Arrays.stream(text.split(",", -1)).map(Cidr::parseMasked).toList();
    }

    private static List<Cidr> defaults(Set<Family> families, String ipv4, String ipv6) {
        return families.stream()
                .sorted()
                .map(family -> Cidr.parse(family == Family.IPV4 ? ipv4 : ipv6))
                .toList();
    }

    /**
     * The range of Services that a range of pods is part of: Kubernetes then has no CIDR for any node, because none may overlap it
     * (Kubernetes 1.33 {@code pkg/controller/nodeipam/ipam/range_allocator.go}).
     */
    public Optional<Cidr> servicesAround(Cidr range) {
        return services.stream().filter(all -> all.contains(range)).findFirst();
    }

    /**
     * kubeadm's errors for these subnets ({@code cmd/kubeadm/app/apis/kubeadm/validation/validation.go}), and the controller
     * manager's ({@code pkg/controller/nodeipam/node_ipam_controller.go}); none if they accept them.
     */
    public List<String> refusals() {
        List<String> refusals = refusalsOfServices();
        for (Cidr subnet : pods) {
            int nodeMask = mask(checkedMasks, subnet);
            if (subnet.prefixLength() > nodeMask) {
                refusals.add(refusal(
                        subnet,
                        "the size of pod subnet with mask " + subnet.prefixLength()
                                + " is smaller than the size of node subnet with mask " + nodeMask));
            } else if (nodeMask - subnet.prefixLength() > MAX_DIFFERENCE) {
                refusals.add(refusal(
                        subnet,
                        "pod subnet mask (" + subnet.prefixLength() + ") and node-mask (" + nodeMask
                                + ") difference is greater than " + MAX_DIFFERENCE));
            } else if (subnet.prefixLength() > nodeMask(subnet)) {
                refusals.add("the controller manager exits: the pod subnet " + subnet
                        + " is smaller than a node's block with mask " + nodeMask(subnet));
            }
        }
        return refusals;
    }

    /** The same of the range of Services. */
    private List<String> refusalsOfServices() {
        List<String> refusals = new ArrayList<>();
        for (Cidr subnet : services) {
            int bits = subnet.family().bits();
            int host = bits - subnet.prefixLength();
            if (host > MAX_SERVICE_BITS) {
                refusals.add(refusal(
                        "serviceSubnet",
                        subnet,
                        "specified service subnet is too large; for " + bits + "-bit addresses, the mask must be >= "
                                + (bits - MAX_SERVICE_BITS)));
            } else if (1 << host < MIN_SERVICES) {
                refusals.add(refusal(
                        "serviceSubnet",
                        subnet,
                        "subnet with " + (1 << host) + " address(es) is too small, the minimum is " + MIN_SERVICES));
            }
        }
        return refusals;
    }

    private static String refusal(Cidr subnet, String why) {
        return refusal("podSubnet", subnet, why);
    }

    private static String refusal(String key, Cidr subnet, String why) {
        return "networking." + key + ": Invalid value: \"" + subnet + "\": " + why;
    }

    int nodeMask(Cidr subnet) {
        return mask(nodeMasks, subnet);
    }

    private static int mask(Map<Family, Integer> masks, Cidr subnet) {
        return masks.getOrDefault(subnet.family(), DEFAULT_NODE_MASKS.get(subnet.family()));
    }
}
