package dev.labctl.explain.rules;

import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.addresses.AddressesOutsideBlocks;
import dev.labctl.explain.causes.addresses.BlockRefused;
import dev.labctl.explain.causes.addresses.IgnoredAnnotation;
import dev.labctl.explain.causes.addresses.MaskChanged;
import dev.labctl.explain.causes.addresses.NodeCidrIgnored;
import dev.labctl.explain.causes.workloads.ScaledToZero;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.kubernetes.KubeObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The table of all rules. */
public final class Rules {
    /**
     * One row.
     *
     * @param rule for every object of the kinds
     */
    private record Row(Rule rule, List<String> kinds) {
        static Row of(Rule rule, String... kinds) {
            return new Row(rule, List.of(kinds));
        }
    }

    private static final List<Row> TABLE = List.of(
            Row.of((node, known) -> known.ofNode(node.name()), "Node"),
            Row.of(PodRules::cause, "Pod"),
            Row.of(WorkloadRules::cause, "DaemonSet", "Job", "ReplicaSet", "StatefulSet"),
            Row.of(ServiceRules::cause, "Service"),
            Row.of(
                    (node, known) -> known.ofNode(node.name()).isPresent()
                            ? Optional.empty()
                            : BlockRefused.ofReadyNode(node, known.cluster()),
                    "Node"),
            Row.of((object, known) -> IgnoredAnnotation.of(object, known.cluster()), "Namespace", "Pod"),
            Row.of((pool, known) -> MaskChanged.of(pool, known.cluster()), "CiliumPodIPPool"),
            Row.of((pod, known) -> AddressesOutsideBlocks.of(pod, known.cluster()), "Pod"));

    /** What is no trouble, and only of interest for an object that is asked for by name. */
    private static final List<Row> NOTES = List.of(
            Row.of((object, known) -> ScaledToZero.of(object), "Deployment", "StatefulSet"),
            Row.of((node, known) -> NodeCidrIgnored.of(node, known.cluster()), "Node"));

    private Rules() {}

    /**
     * The causes, each with the objects that it affects.
     *
     * @param included the objects of interest
     * @param target the object that is asked for by name
     */
    public static Map<Cause, List<KubeObject>> causes(
            ClusterIndex cluster, Predicate<KubeObject> included, Optional<KubeObject> target) {
        Diagnosis diagnosis = Diagnosis.of(cluster);
        Map<Cause, List<KubeObject>> causes = new LinkedHashMap<>();
        for (Row row : TABLE) {
            for (String kind : row.kinds()) {
                cluster.observation().list(kind).stream()
                        .filter(included)
                        .forEach(object -> add(causes, row, object, diagnosis));
            }
        }
        target.ifPresent(object -> NOTES.stream()
                .filter(row -> row.kinds().contains(object.kind()))
                .forEach(row -> add(causes, row, object, diagnosis)));
        return causes;
    }

    private static void add(Map<Cause, List<KubeObject>> causes, Row row, KubeObject object, Diagnosis diagnosis) {
        row.rule().cause(object, diagnosis).ifPresent(cause -> causes.computeIfAbsent(cause, any -> new ArrayList<>())
                .add(object));
    }
}
