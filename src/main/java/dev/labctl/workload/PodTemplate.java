package dev.labctl.workload;

import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a pod asks of a node, and what is written on it. With a {@code nodeName} the scheduler is not asked. */
public record PodTemplate(
        Map<String, String> labels,
        Map<String, String> annotations,
        boolean hostNetwork,
        Optional<String> nodeName,
        SchedulingConstraints rules) {
    /** From a pod, or from the template of something that makes pods: a tree with {@code metadata} and {@code spec}. */
    public static PodTemplate of(Object tree) {
        Object spec = Tree.map(tree, "spec");
        return new PodTemplate(
                Tree.texts(tree, "metadata", "labels"),
                Tree.texts(tree, "metadata", "annotations"),
                Tree.flag(spec, "hostNetwork").orElse(false),
                Tree.nonEmpty(spec, "nodeName"),
                SchedulingConstraints.of(spec));
    }

    /** The names of nodes that the pods ask for, directly or by the label that has them. */
    public List<String> nodeNames() {
        return Stream.concat(nodeName.stream(), rules.nodes().names())
                .distinct()
                .toList();
    }

    /** Whether labels and affinity let the pod on the node, whatever its taints. */
    public boolean wants(NodeShape node) {
        return nodeName.filter(name -> !name.equals(node.name())).isEmpty()
                && rules.nodes().accepts(node.name(), node.labels());
    }

    /** Why a node does not take the pod, however few pods are on it; empty where it does. */
    public Optional<String> closed(NodeShape node) {
        return nodeName.filter(name -> !name.equals(node.name())).isPresent()
                ? Optional.of(SchedulingConstraints.SELECTOR)
                : rules.closed(node.name(), node.labels(), nodeName.isPresent() ? List.of() : node.taints());
    }

    public boolean fits(NodeShape node) {
        return closed(node).isEmpty();
    }
}
