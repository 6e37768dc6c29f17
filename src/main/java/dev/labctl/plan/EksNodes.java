package dev.labctl.plan;

import dev.labctl.ipam.InstanceType;
import dev.labctl.tree.Tree;
import dev.labctl.workload.NodeShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The nodes that an eksctl {@code ClusterConfig} asks for. */
final class EksNodes {
    /** What eksctl makes where the group does not say. */
    private static final long CAPACITY = 2;

    private EksNodes() {}

    /** In the order of the groups; a node is called after its group and number, for AWS' own names are not known yet. */
    static List<NodeShape> of(Map<String, Object> config) {
        List<NodeShape> nodes = new ArrayList<>();
        for (Object group : groups(config)) {
            String name = Tree.text(group, "name").orElse("nodes");
            long count = Tree.number(group, "desiredCapacity").orElse(CAPACITY);
            for (int number = 1; number <= count; number++) {
                nodes.add(NodeShape.worker(name + "-" + number).withMaxPods(maxPods(group)));
            }
        }
        return nodes;
    }

    private static int maxPods(Object group) {
        return Tree.number(group, "maxPodsPerNode").map(Math::toIntExact).orElseGet(() -> InstanceType.of(type(group))
                .value()
                .map(InstanceType::maxPods)
                .orElse(NodeShape.MAX_PODS));
    }

    /** The instance type of each node, in the same order. */
    static List<String> instanceTypes(Map<String, Object> config) {
        List<String> types = new ArrayList<>();
        for (Object group : groups(config)) {
            long count = Tree.number(group, "desiredCapacity").orElse(CAPACITY);
            for (int number = 1; number <= count; number++) {
                types.add(type(group));
            }
        }
        return types;
    }

    private static String type(Object group) {
        return Tree.text(group, "instanceType").orElse("m5.large");
    }

    private static List<Object> groups(Map<String, Object> config) {
        List<Object> groups = new ArrayList<>(Tree.list(config, "managedNodeGroups"));
        groups.addAll(Tree.list(config, "nodeGroups"));
        return groups;
    }
}
