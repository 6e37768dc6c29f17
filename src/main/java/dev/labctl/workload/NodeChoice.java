package dev.labctl.workload;

import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which nodes a pod may be on, by what is written on them.
 *
 * @param selector labels that a node must have
 * @param terms required node affinity: one of them must match; empty for none
 * @param tolerations of taints
 */
public record NodeChoice(Map<String, String> selector, List<NodeTerm> terms, List<Toleration> tolerations) {
    private static final String HOST_NAME = "kubernetes.io/hostname";

    /** From a pod's {@code spec}. */
    public static NodeChoice of(Object spec) {
        return new NodeChoice(
                Tree.texts(spec, "nodeSelector"),
                Tree.list(
                                spec,
                                "affinity",
                                "nodeAffinity",
                                "requiredDuringSchedulingIgnoredDuringExecution",
                                "nodeSelectorTerms")
                        .stream()
                        .map(NodeTerm::of)
                        .toList(),
                Tree.list(spec, "tolerations").stream().map(Toleration::of).toList());
    }

    /** Whether selector and affinity let the pod on a node, whatever its taints. */
    public boolean accepts(String name, Map<String, String> labels) {
        return labels.entrySet().containsAll(selector.entrySet())
                && (terms.isEmpty() || terms.stream().anyMatch(term -> term.matches(name, labels)));
    }

    /** The names of nodes that selector and affinity ask for. */
    Stream<String> names() {
        Stream<String> ofTerms = terms.stream()
                .flatMap(term -> Stream.concat(
                        term.labels().stream().filter(label -> label.key().equals(HOST_NAME)), term.names().stream()))
                .filter(requirement -> requirement.operator().equals("In"))
                .flatMap(requirement -> requirement.values().stream());
        return Stream.concat(Stream.ofNullable(selector.get(HOST_NAME)), ofTerms);
    }

    private boolean tolerates(Taint taint) {
        return tolerations.stream().anyMatch(toleration -> toleration.tolerates(taint));
    }

    /** The first taint that keeps the pod off; empty where none does. */
    public Optional<Taint> repelledBy(List<Taint> taints) {
        return taints.stream()
                // PreferNoSchedule only makes a node less liked.
                .filter(taint -> !taint.effect().equals("PreferNoSchedule"))
                .filter(taint -> !tolerates(taint))
                .findFirst();
    }

    /**
     * One way to be a node that a pod wants: all of its requirements hold (Kubernetes 1.33 {@code
     * staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity}). A term without any matches no node.
     *
     * @param names requirements on {@code metadata.name}, the one field that can be asked for
     */
    public record NodeTerm(List<Requirement> labels, List<Requirement> names) {
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

    /**
     * Lets a pod on nodes with a taint; the operator is {@code Equal} or {@code Exists}, empty parts match all
     * (Kubernetes 1.33 {@code staging/src/k8s.io/api/core/v1/toleration.go}).
     */
    public record Toleration(String key, String operator, String value, String effect) {
        static Toleration of(Object tree) {
            return new Toleration(
                    Tree.text(tree, "key").orElse(""),
                    Tree.text(tree, "operator").orElse("Equal"),
                    Tree.text(tree, "value").orElse(""),
                    Tree.text(tree, "effect").orElse(""));
        }

        public boolean tolerates(Taint taint) {
            boolean sameEffect = effect.isEmpty() || effect.equals(taint.effect());
            boolean sameKey = key.isEmpty() || key.equals(taint.key());
            return sameEffect
                    && sameKey
                    && (operator.equals("Exists") || (!key.isEmpty() && value.equals(taint.value())));
        }
    }
}
