package dev.labctl.provider.rehearsal.simulation.nodes;

import dev.labctl.tree.Tree;
import dev.labctl.workload.NodeChoice;
import dev.labctl.workload.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a pod's spec says about where it may run.
 *
 * @param nodes those that it may be on, whatever runs there
 * @param spread {@code topologySpreadConstraints}
 * @param apart {@code podAntiAffinity}
 */
public record SchedulingRules(NodeChoice nodes, List<Spread> spread, List<Apart> apart) {
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    /** Pods like these must, or should, be spread evenly over the values of a node label. */
    public record Spread(String topologyKey, long maxSkew, boolean required, List<Requirement> pods) {}

    /** Pods like these must not, or should not, share the value of a node label. */
    public record Apart(String topologyKey, boolean required, List<Requirement> pods) {}

    public static SchedulingRules of(Map<String, Object> spec) {
        return new SchedulingRules(
                NodeChoice.of(spec),
                Tree.list(spec, "topologySpreadConstraints").stream()
                        .map(SchedulingRules::spread)
                        .toList(),
                apart(spec));
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

    /** Whether it depends on which pods are where. */
    public boolean looksAtPods() {
        return !spread.isEmpty() || !apart.isEmpty();
    }
}
