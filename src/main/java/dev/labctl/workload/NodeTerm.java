package dev.labctl.workload;

import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;

/**
 * One way to be a node that a pod wants: all of its requirements hold (Kubernetes 1.33 {@code
 * staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity}). A term without any matches no node.
 *
 * @param names requirements on {@code metadata.name}, the one field that can be asked for
 */
public record NodeTerm(List<Requirement> labels, List<Requirement> names) {
    public NodeTerm {
        labels = List.copyOf(labels);
        names = List.copyOf(names);
    }

    static NodeTerm of(Object tree) {
        return new NodeTerm(
                Tree.list(tree, "matchExpressions").stream()
                        .map(Requirement::of)
                        .toList(),
                Tree.list(tree, "matchFields").stream().map(Requirement::of).toList());
    }

    boolean matches(String name, Map<String, String> found) {
        return !(labels.isEmpty() && names.isEmpty())
                && Requirement.all(labels, found)
                && names.stream().allMatch(requirement -> requirement.holds(name));
    }
}
