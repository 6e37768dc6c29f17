package dev.labctl.workload;

import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pod asks of a node, and what is written on it.
 *
 * @param hostNetwork it uses its node's address and takes none of its own
 * @param nodeName a node named outright; the scheduler is not asked then
 * @param nodes those that it may be on
 * @param spreads how its pods must be spread
 */
public record PodTemplate(
        Map<String, String> labels,
        Map<String, String> annotations,
        boolean hostNetwork,
        Optional<String> nodeName,
        NodeChoice nodes,
        List<Spread> spreads) {
    /** A topology spread constraint that forbids, rather than dislikes. */
    public record Spread(String topologyKey, int maxSkew, Map<String, String> labels) {}

    /** A pod that asks for nothing. */
    public static final PodTemplate PLAIN =
            new PodTemplate(Map.of(), Map.of(), false, Optional.empty(), NodeChoice.ANY, List.of());

    public PodTemplate {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        spreads = List.copyOf(spreads);
    }

    /** From a pod, or from the template of something that makes pods: a tree with {@code metadata} and {@code spec}. */
    public static PodTemplate of(Object tree) {
        Object spec = Tree.map(tree, "spec");
        return new PodTemplate(
                Tree.texts(tree, "metadata", "labels"),
                Tree.texts(tree, "metadata", "annotations"),
                Tree.flag(spec, "hostNetwork").orElse(false),
                Tree.text(spec, "nodeName"),
                NodeChoice.of(spec),
                Tree.list(spec, "topologySpreadConstraints").stream()
                        .filter(spread -> Tree.text(spread, "whenUnsatisfiable")
                                .filter("ScheduleAnyway"::equals)
                                .isEmpty())
                        .map(PodTemplate::spread)
                        .toList());
    }

    private static Spread spread(Object tree) {
        return new Spread(
                Tree.text(tree, "topologyKey").orElse(""),
                Tree.number(tree, "maxSkew").map(Math::toIntExact).orElse(1),
                Tree.texts(tree, "labelSelector", "matchLabels"));
    }

    /** Whether labels and affinity let the pod on the node, whatever its taints. */
    public boolean wants(NodeShape node) {
        return nodeName.filter(name -> !name.equals(node.name())).isEmpty()
                && nodes.accepts(node.name(), node.labels());
    }

    /** The first taint of the node that keeps the pod off; empty where none does. */
    public Optional<Taint> repelledBy(NodeShape node) {
        return nodeName.isPresent() ? Optional.empty() : nodes.repelledBy(node.taints());
    }

    public boolean fits(NodeShape node) {
        return wants(node) && repelledBy(node).isEmpty();
    }
}
