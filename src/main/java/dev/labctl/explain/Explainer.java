package dev.labctl.explain;

import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Kind;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.causes.ApplyRefused;
import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.Explanation;
import dev.labctl.explain.causes.ExplanationBuilder;
import dev.labctl.explain.causes.VersionRules;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.explain.rules.Rules;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import dev.labctl.tree.Tree;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds out why something is not as expected: indexes the facts, finds the causes by the rules, and lets each explain itself. */
public final class Explainer {
    private static final Comparator<Explanation> WORST_FIRST = Comparator.comparing(Explanation::severity)
            .thenComparing(explanation -> explanation.about().size(), Comparator.reverseOrder());

    private Explainer() {}

    /** Everything that is not as expected, worst first, each cause once; nothing for a healthy cluster. */
    public static List<Explanation> all(Observation observation, LabFacts lab) {
        return all(ClusterIndex.of(observation, lab));
    }

    /** The same for facts that are indexed already, which takes most of the time of a large cluster. */
    public static List<Explanation> all(ClusterIndex cluster) {
        Stream<Explanation> refused = cluster.lab().refused().stream()
                .map(why -> explanation(new ApplyRefused(why), List.of(ApplyRefused.record()), cluster));
        return Stream.concat(refused, explain(cluster, object -> true, Optional.empty()).stream())
                .sorted(WORST_FIRST)
                .toList();
    }

    /**
     * The same for one object and its parts: a workload's pods, a node's pods, a Service's, a namespace's. Facts that are not
     * errors, such as that a workload is scaled to zero, are included here only.
     */
    public static List<Explanation> about(Observation observation, LabFacts lab, ObjectRef target) {
        return about(ClusterIndex.of(observation, lab), target);
    }

    /** The same for facts that are indexed already. */
    public static List<Explanation> about(ClusterIndex cluster, ObjectRef target) {
        Optional<KubeObject> object = cluster.view().find(target);
        Set<ObjectRef> related =
                object.map(found -> related(found, cluster.view())).orElse(Set.of());
        return explain(cluster, one -> related.contains(one.ref()), object);
    }

    private static List<Explanation> explain(
            ClusterIndex cluster, Predicate<KubeObject> included, Optional<KubeObject> target) {
        Observation observation = cluster.view().observation();
        Map<Cause, List<KubeObject>> causes = new LinkedHashMap<>(Rules.causes(cluster, included, target));
        cluster.view().ciliumAgents().ifPresent(agents -> VersionRules.of(cluster)
                .ifPresent(cause -> causes.put(cause, List.of(agents))));
        return causes.entrySet().stream()
                .filter(found -> found.getKey().concludesFromAbsence().stream().allMatch(observation::knows))
                .map(found -> explanation(found.getKey(), found.getValue(), cluster))
                .sorted(WORST_FIRST)
                .toList();
    }

    private static Explanation explanation(Cause cause, List<KubeObject> affected, ClusterIndex cluster) {
        ExplanationBuilder it = new ExplanationBuilder(affected, cluster);
        cause.explain(it);
        return it.build();
    }

    /** The object itself, and its parts. */
    private static Set<ObjectRef> related(KubeObject object, Cluster view) {
        return Stream.concat(Stream.of(object), parts(object, view))
                .map(KubeObject::ref)
                .collect(Collectors.toSet());
    }

    private static Stream<KubeObject> parts(KubeObject object, Cluster view) {
        Optional<Kind> kind = Kind.of(object);
        if (kind.isEmpty()) {
            return Stream.empty();
        }
        return switch (kind.get()) {
            case POD -> view.find(Kind.NAMESPACE.ref(object.namespace().orElse("default"))).stream();
            case NODE -> view.podsOn(object.name()).stream().map(Pod::object);
            case SERVICE -> view.podsOf(object).stream().map(Pod::object);
            case NAMESPACE -> all(view).filter(one -> one.namespace().equals(Optional.of(object.name())));
            case CILIUM_NODE -> view.find(Kind.NODE.ref(object.name())).stream();
            case CILIUM_POD_IP_POOL ->
                all(view)
                        .filter(one -> Kind.POD.isOf(one)
                                && one.texts("metadata", "annotations").containsValue(object.name()));
            default ->
                all(view)
                        .filter(one -> view.rootOwner(one).ref().equals(object.ref())
                                || owners(one).anyMatch(object.uid()::equals));
        };
    }

    /** All pods, workloads and Services. */
    private static Stream<KubeObject> all(Cluster view) {
        return Stream.of(Kind.values())
                .filter(kind -> kind.compareTo(Kind.SERVICE) <= 0)
                .flatMap(kind -> view.observation().list(kind.kind()).stream());
    }

    /** A ReplicaSet that is asked for is not the root owner of its pods. */
    private static Stream<String> owners(KubeObject object) {
        return object.list("metadata", "ownerReferences").stream().flatMap(entry -> Tree.text(entry, "uid").stream());
    }
}
