package dev.labctl.plan;

import dev.labctl.ipam.Attempt;
import dev.labctl.ipam.EniDemand;
import dev.labctl.ipam.InstanceType;
import dev.labctl.ipam.VpcSplit;
import dev.labctl.lab.EksctlConfig;
import dev.labctl.workload.EksNode;
import dev.labctl.workload.NodeShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The instances of a scenario in mode eni.
 *
 * @param nodes in the order of the scenario's
 * @param subnets empty where only AWS knows them
 */
record EniNodes(List<Node> nodes, Optional<VpcSplit> subnets, Optional<String> refusal, EniDemand demand) {
    /** An instance; its type is refused where labctl does not know it. */
    record Node(EksNode eks, Attempt<InstanceType> type) {}

    static EniNodes of(Scenario scenario) {
        Optional<EksctlConfig> config =
                scenario.cluster() instanceof EksctlConfig eksctl ? Optional.of(eksctl) : Optional.empty();
        List<EksNode> own = config.map(EksNode::of).orElse(List.of());
        Optional<Attempt<VpcSplit>> split = config.flatMap(EksNode::subnets);
        int zones = config.map(EksNode::zones).orElse(1);
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < scenario.nodes().size(); i++) {
            nodes.add(node(scenario.nodes().get(i), i, own, zones));
        }
        return new EniNodes(
                nodes,
                split.flatMap(Attempt::value),
                split.flatMap(Attempt::error),
                EniDemand.ofValues(scenario.values()));
    }

    /** Nodes beyond those of the file are like the last of them. */
    private static Node node(NodeShape shape, int index, List<EksNode> own, int zones) {
        if (own.isEmpty()) {
            return new Node(new EksNode(shape, "", 0, false), InstanceType.of(""));
        }
        EksNode like = own.get(Math.min(index, own.size() - 1));
        int zone = index < own.size() ? like.zone() : (like.zone() + index - own.size() + 1) % zones;
        return new Node(
                new EksNode(shape, like.instanceType(), zone, like.privateNetworking()),
                InstanceType.of(like.instanceType()));
    }

    /** The names of the types, each once. */
    List<String> typeNames() {
        return nodes.stream().map(node -> node.eks().instanceType()).distinct().toList();
    }

    /** The types that labctl knows, each once. */
    List<InstanceType> types() {
        return nodes.stream()
                .flatMap(node -> node.type().value().stream())
                .distinct()
                .toList();
    }
}
