package dev.labctl.workload;

import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which nodes a pod may be on, by what is written on them.
 *
 * @param selector labels that a node must have
 * @param terms required node affinity: one of them must match; empty for none
 * @param tolerations of taints
 */
public record NodeChoice(Map<String, String> selector, List<NodeTerm> terms, List<Toleration> tolerations) {
    /** That of a pod that says nothing. */
    public static final NodeChoice ANY = new NodeChoice(Map.of(), List.of(), List.of());

    public NodeChoice {
        selector = Map.copyOf(selector);
        terms = List.copyOf(terms);
        tolerations = List.copyOf(tolerations);
    }

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

    private boolean tolerates(Taint taint) {
        return tolerations.stream().anyMatch(toleration -> toleration.tolerates(taint));
    }

    /** The first taint that keeps the pod off; empty where none does. */
    public Optional<Taint> repelledBy(List<Taint> taints) {
        return taints.stream()
                .filter(Taint::repels)
                .filter(taint -> !tolerates(taint))
                .findFirst();
    }
}
