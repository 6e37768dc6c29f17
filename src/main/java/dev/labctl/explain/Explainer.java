package dev.labctl.explain;

import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.Explanation;
import dev.labctl.explain.causes.ExplanationBuilder;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.explain.rules.Rules;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Finds out why something is not as expected: indexes the facts, finds the causes by the rules, and lets each explain itself. */
public final class Explainer {
    private static final Comparator<Explanation> WORST_FIRST = Comparator.comparing(Explanation::severity)
            .thenComparing(explanation -> explanation.about().size(), Comparator.reverseOrder());

    private Explainer() {}

    /** Everything that is not as expected, worst first, each cause once; nothing for a healthy cluster. */
    public static List<Explanation> all(Observation observation, LabFacts lab) {
        return explain(new ClusterIndex(observation, lab), object -> true, Optional.empty());
    }

    /**
     * The same for one object and its parts: a workload's pods, a node's pods, a Service's, a namespace's. Facts that are not
     * errors, such as that a workload is scaled to zero, are included here only.
     */
    public static List<Explanation> about(Observation observation, LabFacts lab, ObjectRef target) {
        ClusterIndex cluster = new ClusterIndex(observation, lab);
        Optional<KubeObject> object = observation.find(target);
        Set<ObjectRef> related =
                object.map(found -> RelatedObjects.of(found, cluster.view())).orElse(Set.of());
        return explain(cluster, one -> related.contains(one.ref()), object);
    }

    private static List<Explanation> explain(
            ClusterIndex cluster, Predicate<KubeObject> included, Optional<KubeObject> target) {
        return Rules.causes(cluster, included, target).entrySet().stream()
                .map(found -> explanation(found.getKey(), found.getValue(), cluster))
                .sorted(WORST_FIRST)
                .toList();
    }

    private static Explanation explanation(Cause cause, List<KubeObject> affected, ClusterIndex cluster) {
        ExplanationBuilder it = new ExplanationBuilder(affected, cluster);
        cause.explain(it);
        return it.build();
    }
}
