package dev.labctl.workload;

import dev.labctl.ipam.Attempt;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.InstanceType;
import dev.labctl.ipam.VpcSplit;
import dev.labctl.lab.EksctlConfig;
import dev.labctl.lab.EksctlConfig.NodeGroup;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node that an eksctl {@code ClusterConfig} asks for.
 *
 * @param shape called after its group and number, for AWS' own names are not known before
 * @param zone the index of its availability zone: AWS spreads the nodes of a group evenly
 * @param privateNetworking whether it is in the private subnet of its zone
 */
public record EksNode(NodeShape shape, String instanceType, int zone, boolean privateNetworking) {
    /** Where eksctl takes two zones of its own accord (eksctl 0.215 {@code pkg/az/az.go}). */
    private static final String TWO_ZONES = "us-east-1";

    /** All nodes, in the order of the groups. */
    public static List<EksNode> of(EksctlConfig config) {
        int zones = zones(config);
        List<EksNode> nodes = new ArrayList<>();
        for (NodeGroup group : config.groups()) {
            for (int number = 0; number < group.nodes(); number++) {
                nodes.add(new EksNode(
                        shape(group, number + 1), group.instanceType(), number % zones, group.privateNetworking()));
            }
        }
        return nodes;
    }

    /** A node beyond those of the file, of the last group. */
    public static NodeShape further(EksctlConfig config, long number) {
        return config.groups().stream()
                .reduce((first, last) -> last)
                .map(group -> shape(group, number - config.nodeCount() + group.nodes()))
                .orElseGet(() -> NodeShape.worker("node-" + number));
    }

    private static NodeShape shape(NodeGroup group, long number) {
        NodeShape plain = NodeShape.worker(group.name() + "-" + number);
        Map<String, String> labels = new LinkedHashMap<>(group.labels());
        labels.putAll(plain.labels());
        labels.put("node.kubernetes.io/instance-type", group.instanceType());
        // Cilium takes its own taint away as soon as the node can have pods.
        List<Taint> taints = Taint.of(group.taints()).stream()
                .filter(taint -> !taint.key().equals(Taint.AGENT_NOT_READY.key()))
                .toList();
        return new NodeShape(plain.name(), false, labels, taints, maxPods(group, group.instanceType()));
    }

    /** What the kubelets of a group allow: its own number, else that of Amazon's image for the type. */
    private static int maxPods(NodeGroup group, String type) {
        return group.maxPods()
                .orElseGet(() ->
                        InstanceType.of(type).value().map(InstanceType::maxPods).orElse(NodeShape.MAX_PODS));
    }

    /** How many availability zones the cluster has: those that are named, else as many as eksctl takes. */
    public static int zones(EksctlConfig config) {
        int named = Tree.list(config.tree(), "availabilityZones").size();
        int own = config.region().equals(TWO_ZONES) ? 2 : VpcSplit.ZONES;
        return named > 0 ? named : own;
    }

    /**
     * The subnets that eksctl makes; empty where the file names an existing VPC, whose subnets only AWS knows.
     *
     * @return refused with eksctl's error
     */
    public static Optional<Attempt<VpcSplit>> subnets(EksctlConfig config) {
        boolean existing = Tree.at(config.tree(), "vpc", "id").isPresent()
                || Tree.at(config.tree(), "vpc", "subnets").isPresent();
        return existing ? Optional.empty() : Optional.of(VpcSplit.of(config.vpc(), zones(config)));
    }

    /** The subnets of the node's zone, its own first. */
    public List<Cidr> subnets(VpcSplit split) {
        Cidr hidden = split.privateSubnets().get(zone);
        Cidr open = split.publicSubnets().get(zone);
        return privateNetworking ? List.of(hidden, open) : List.of(open, hidden);
    }
}
