package dev.labctl.plan;

import dev.labctl.ipam.InstanceType;
import dev.labctl.tree.Tree;
import dev.labctl.workload.NodeShape;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The nodes that an eksctl {@code ClusterConfig} asks for. */
final class EksNodes {
    /** What eksctl makes where the group does not say. */
    private static final long CAPACITY = 2;

    private EksNodes() {}

    /** In the order of the groups; a node is called after its group and number, for AWS' own names are not known yet. */
    static List<NodeShape> of(Map<String, Object> config) {
        return perNode(config, (group, number) -> NodeShape.worker(
                        Tree.text(group, "name").orElse("nodes") + "-" + number)
                .withMaxPods(maxPods(group)));
    }

    private static int maxPods(Object group) {
        return Tree.number(group, "maxPodsPerNode")
                .map(pods -> (int) Math.max(0, Math.min(pods, Integer.MAX_VALUE)))
                .orElseGet(() -> InstanceType.of(type(group))
                        .value()
                        .map(InstanceType::maxPods)
                        .orElse(NodeShape.MAX_PODS));
    }

    /** The instance type of each node, in the same order. */
    static List<String> instanceTypes(Map<String, Object> config) {
        return perNode(config, (group, number) -> type(group));
    }

    private static <T> List<T> perNode(Map<String, Object> config, BiFunction<Object, Long, T> of) {
        return Stream.of("managedNodeGroups", "nodeGroups")
                .flatMap(groups -> Tree.list(config, groups).stream())
                .flatMap(group -> LongStream.rangeClosed(
                                1, Tree.number(group, "desiredCapacity").orElse(CAPACITY))
                        .mapToObj(number -> of.apply(group, number)))
                .limit(WhatIf.MAX_NODES)
                .toList();
    }

    private static String type(Object group) {
        return Tree.text(group, "instanceType").orElse("m5.large");
    }
}
