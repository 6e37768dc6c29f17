package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a pod's spec says about where it may run.
 *
 * @param selector {@code nodeSelector}
 * @param terms of the required node affinity, any of which will do; none where there is no affinity
 * @param spread {@code topologySpreadConstraints}
 * @param apart {@code podAntiAffinity}
 */
record Placement(
        List<Requirement> selector,
        List<List<Requirement>> terms,
        List<Object> tolerations,
        List<Spread> spread,
        List<Apart> apart) {
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    /** Pods like these must, or should, be spread evenly over the values of a node label. */
    record Spread(String topologyKey, long maxSkew, boolean required, List<Requirement> pods) {}

    /** Pods like these must not, or should not, share the value of a node label. */
    record Apart(String topologyKey, boolean required, List<Requirement> pods) {}

    static Placement of(Map<String, Object> spec) {
        List<List<Requirement>> terms =
                Tree.list(spec, "affinity", "nodeAffinity", REQUIRED, "nodeSelectorTerms").stream()
                        .map(Placement::term)
                        .toList();
        return new Placement(
                Requirement.equal(Tree.texts(spec, "nodeSelector")),
                terms,
                Tree.list(spec, "tolerations"),
                Tree.list(spec, "topologySpreadConstraints").stream()
                        .map(Placement::spread)
                        .toList(),
                apart(spec));
    }

    /** {@code matchFields} know one field only: the node's name (Kubernetes {@code component-helpers/scheduling}). */
    private static List<Requirement> term(Object term) {
        List<Requirement> all = new ArrayList<>(Requirement.expressions(Tree.list(term, "matchExpressions")));
        all.addAll(Requirement.expressions(Tree.list(term, "matchFields")));
        return all;
    }

    private static Spread spread(Object constraint) {
        return new Spread(
                Tree.text(constraint, "topologyKey").orElse(""),
                Tree.number(constraint, "maxSkew").orElse(1L),
                Tree.text(constraint, "whenUnsatisfiable")
                        .orElse("DoNotSchedule")
                        .equals("DoNotSchedule"),
                Requirement.selector(Tree.map(constraint, "labelSelector")));
    }

    private static List<Apart> apart(Map<String, Object> spec) {
        List<Apart> all = new ArrayList<>();
        Tree.list(spec, "affinity", "podAntiAffinity", REQUIRED).forEach(term -> all.add(apart(term, true)));
        Tree.list(spec, "affinity", "podAntiAffinity", PREFERRED)
                .forEach(weighted -> all.add(apart(Tree.map(weighted, "podAffinityTerm"), false)));
        return all;
    }

    private static Apart apart(Object term, boolean required) {
        return new Apart(
                Tree.text(term, "topologyKey").orElse(""),
                required,
                Requirement.selector(Tree.map(term, "labelSelector")));
    }

    /** Whether the selector and the required affinity let a pod onto a node with these labels. */
    boolean accepts(Map<String, String> labels) {
        return Requirement.match(selector, labels)
                && (terms.isEmpty() || terms.stream().anyMatch(term -> Requirement.match(term, labels)));
    }

    boolean tolerates(Taint taint) {
        return tolerations.stream().anyMatch(taint::toleratedBy);
    }

    /** Whether it depends on which pods are where. */
    boolean looksAtPods() {
        return !spread.isEmpty() || !apart.isEmpty();
    }
}
