package dev.labctl.workload;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What the scheduler says of a pod that fits no node (Kubernetes 1.33 {@code pkg/scheduler/framework/types.go}). */
public final class Unschedulable {
    private Unschedulable() {}

    /**
     * The text of the event {@code FailedScheduling}, without what follows on preemption.
     *
     * @param full the nodes that would fit and have as many pods as they take
     */
    public static String text(PodTemplate template, List<NodeShape> nodes, Predicate<NodeShape> full) {
        Map<String, Integer> reasons = new TreeMap<>();
        for (NodeShape node : nodes) {
            reason(template, node, full).ifPresent(reason -> reasons.merge(reason, 1, Integer::sum));
        }
        List<String> counted = reasons.entrySet().stream()
                .map(reason -> reason.getValue() + " " + reason.getKey())
                .sorted()
                .toList();
        return "0/" + nodes.size() + " nodes are available: " + String.join(", ", counted) + ".";
    }

    private static Optional<String> reason(PodTemplate template, NodeShape node, Predicate<NodeShape> full) {
        return template.repelledBy(node)
                .map(Taint::refusal)
                .or(() -> Optional.ofNullable(
                        template.wants(node) ? null : "node(s) didn't match Pod's node affinity/selector"))
                .or(() -> Optional.ofNullable(full.test(node) ? "Too many pods" : null));
    }
}
