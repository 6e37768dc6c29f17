package dev.labctl.plan;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.ipam.Attempt;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.InstanceType;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.VpcSplit;
import dev.labctl.ipam.VpcSubnet;
import dev.labctl.lab.EksctlConfig;
import dev.labctl.lab.Nearest;
import dev.labctl.lab.Range;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the instances and subnets of a lab in mode eni have room for.
 *
 * @param prefixDelegation whether the values ask for prefixes
 * @param nodesFirst the addresses of nodes that start before Cilium is installed; labctl installs Cilium first
 * @param types the lab's instance types, then those to compare
 * @param vpc empty where the subnets are those of an existing VPC
 * @param subnets those that nodes are in
 */
public record EniPlan(
        boolean prefixDelegation,
        Addressing nodesFirst,
        List<TypeCapacity> types,
        Optional<Cidr> vpc,
        List<SubnetCapacity> subnets) {
    /** What the places of a network interface hold. */
    public enum Addressing {
        SINGLE,
        PREFIXES
    }

    /**
     * What an instance type has room for.
     *
     * @param nodes of the lab; 0 for a type that is only compared
     * @param vcpus which decide the limit of pods that Amazon recommends with prefixes
     * @param prefixes empty where the type cannot have any
     * @param wanted the pods of the lab
     * @param running those of them that run if all nodes are of this type
     */
    public record TypeCapacity(
            String type,
            int nodes,
            int interfaces,
            int addressesPerInterface,
            int vcpus,
            Capacity single,
            Optional<Capacity> prefixes,
            int wanted,
            Range running) {}

    /**
     * What one node has room for.
     *
     * @param addresses for Cilium
     * @param pods with an address of them
     * @param maxPods the kubelet's limit that Amazon recommends, host-network pods among them
     */
    public record Capacity(int addresses, int pods, int maxPods) {}

    /** A subnet: its addresses, and how many whole prefixes are in it, before any node has started. */
    public record SubnetCapacity(Cidr cidr, int zone, boolean isPrivate, int nodes, int addresses, int prefixes) {}

    /** AWS' own plugin gives a node prefixes only where its addon is configured to. */
    static boolean singleIfNodesFirst(EksctlConfig config) {
        return config.awsNode()
                && Tree.list(config.tree(), "addons").stream()
                        .filter(addon -> Tree.has(addon, "vpc-cni", "name"))
                        .noneMatch(addon -> String.valueOf(
                                        Tree.at(addon, "configurationValues").orElse(""))
                                .replaceAll("[\"'\\s]", "")
                                .contains("ENABLE_PREFIX_DELEGATION:true"));
    }

    /**
     * Of a lab; empty where it is not in mode eni.
     *
     * @param compare the names of further types
     * @throws FailureException {@link Reason#USAGE} where labctl does not know one of them, or the lab has no instances
     */
    public static Optional<EniPlan> of(Scenario scenario, List<String> compare) {
        if (!(scenario.cluster() instanceof EksctlConfig config)
                || !scenario.settings().is(IpamMode.ENI)) {
            if (compare.isEmpty()) {
                return Optional.empty();
            }
            throw new FailureException(
                    Reason.USAGE,
                    "--instance-type: the lab has no EC2 instances with the IPAM mode eni",
                    "Use it with a lab such as chapter04 eni-mode.");
        }
        EniNodes nodes = EniNodes.of(scenario);
        Set<InstanceType> types = new LinkedHashSet<>(nodes.types());
        compare.forEach(name -> types.add(known(name)));
        return Optional.of(new EniPlan(
                nodes.demand().prefixDelegation(),
                nodes.demand().prefixDelegation() && !singleIfNodesFirst(config)
                        ? Addressing.PREFIXES
                        : Addressing.SINGLE,
                types.stream().map(type -> capacity(scenario, nodes, type)).toList(),
                nodes.subnets().map(VpcSplit::vpc),
                nodes.subnets().map(split -> subnets(nodes, split)).orElse(List.of())));
    }

    private static InstanceType known(String name) {
        Attempt<InstanceType> type = InstanceType.of(name);
        return type.value()
                .orElseThrow(() -> new FailureException(
                        Reason.USAGE,
                        "--instance-type: labctl does not know the instance type \"" + name + "\"",
                        Nearest.question(name, InstanceType.names())
                                .orElse("It knows " + InstanceType.names().size()
                                        + " types of the families t2, t3, m5, m6i, c5 and c6i.")));
    }

    private static TypeCapacity capacity(Scenario scenario, EniNodes nodes, InstanceType type) {
        int first = nodes.demand().firstInterface();
        Infrastructure own = Infrastructure.ofValues(scenario.values());
        Capacity prefixes =
                new Capacity(type.capacity(first, true), type.slots(first, true, own), type.maxPodsWithPrefixes());
        Range running = new Range(0, 0);
        int wanted = 0;
        for (var pods : Predictor.predict(scenario.onInstancesOf(type.name())).workloads()) {
            if (!pods.system()) {
                wanted += pods.wanted();
                running = new Range(
                        running.min() + pods.running().min(),
                        running.max() + pods.running().max());
            }
        }
        return new TypeCapacity(
                type.name(),
                (int) nodes.nodes().stream()
                        .filter(node -> node.eks().instanceType().equals(type.name()))
                        .count(),
                type.adapters(),
                type.ipv4(),
                type.vcpus(),
                new Capacity(type.capacity(first, false), type.slots(first, false, own), type.maxPods()),
                Optional.of(prefixes).filter(any -> type.prefixes()),
                wanted,
                running);
    }

    private static List<SubnetCapacity> subnets(EniNodes nodes, VpcSplit split) {
        Map<Cidr, List<EniNodes.Node>> bySubnet = new LinkedHashMap<>();
        nodes.nodes().forEach(node -> bySubnet.computeIfAbsent(
                        node.eks().subnets(split).get(0), any -> new ArrayList<>())
                .add(node));
        List<SubnetCapacity> subnets = new ArrayList<>();
        bySubnet.forEach((cidr, inside) -> {
            VpcSubnet empty = new VpcSubnet(cidr);
            subnets.add(new SubnetCapacity(
                    cidr,
                    inside.get(0).eks().zone() + 1,
                    inside.get(0).eks().privateNetworking(),
                    inside.size(),
                    empty.free(),
                    empty.freePrefixes()));
        });
        return subnets;
    }
}
