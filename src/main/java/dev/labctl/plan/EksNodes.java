package dev.labctl.plan;

import dev.labctl.ipam.InstanceType;
import dev.labctl.lab.EksctlConfig;
import dev.labctl.lab.EksctlConfig.NodeGroup;
import dev.labctl.workload.NodeShape;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** The nodes that an eksctl {@code ClusterConfig} asks for. */
final class EksNodes {
    private EksNodes() {}

    /** In the order of the groups; a node is called after its group and number, for AWS' own names are not known yet. */
    static List<NodeShape> of(EksctlConfig config) {
        return perNode(config, (group, number) -> NodeShape.worker(group.name() + "-" + number)
                .withMaxPods(maxPods(group)));
    }

    private static int maxPods(NodeGroup group) {
        return group.maxPods().orElseGet(() -> InstanceType.of(group.instanceType())
                .value()
                .map(InstanceType::maxPods)
                .orElse(NodeShape.MAX_PODS));
    }

    /** The instance type of each node, in the same order. */
    static List<String> instanceTypes(EksctlConfig config) {
        return perNode(config, (group, number) -> group.instanceType());
    }

    private static <T> List<T> perNode(EksctlConfig config, BiFunction<NodeGroup, Integer, T> of) {
        return config.groups().stream()
                .flatMap(group -> IntStream.rangeClosed(1, group.nodes()).mapToObj(number -> of.apply(group, number)))
                .toList();
    }
}
