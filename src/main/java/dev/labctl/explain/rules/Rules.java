package dev.labctl.explain.rules;

import dev.labctl.cluster.Kind;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.causes.AddressesLeaked;
import dev.labctl.explain.causes.BlockCauses.BlockRefused;
import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.IgnoredAnnotation;
import dev.labctl.explain.causes.NoExternalAddress;
import dev.labctl.explain.causes.NodeCidrCauses.AddressesOutsideBlocks;
import dev.labctl.explain.causes.NodeCidrCauses.NodeCidrIgnored;
import dev.labctl.explain.causes.PoolCauses.MaskChanged;
import dev.labctl.explain.causes.StalledCauses.DeploymentPaused;
import dev.labctl.explain.causes.StalledCauses.JobFailed;
import dev.labctl.explain.causes.WorkloadCauses.ScaledToZero;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.kubernetes.KubeObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** The table of all rules. */
public final class Rules {
    /** One row: a rule for every object of the kinds. */
    private record Row(BiFunction<KubeObject, Diagnosis, Optional<Cause>> rule, List<Kind> kinds) {
        static Row of(BiFunction<KubeObject, Diagnosis, Optional<Cause>> rule, Kind... kinds) {
            return new Row(rule, List.of(kinds));
        }

        static Row ofPods(BiFunction<Pod, Diagnosis, Optional<Cause>> rule) {
            return of((pod, known) -> rule.apply(known.cluster().view().pod(pod), known), Kind.POD);
        }
    }

    private static final List<Row> TABLE = List.of(
            Row.of((node, known) -> known.ofNode(node.name()), Kind.NODE),
            Row.ofPods(PodRules::cause),
            Row.of(WorkloadRules::cause, Kind.DAEMON_SET, Kind.JOB, Kind.REPLICA_SET, Kind.STATEFUL_SET),
            Row.of((deployment, known) -> DeploymentPaused.of(deployment), Kind.DEPLOYMENT),
            Row.of((job, known) -> JobFailed.of(job), Kind.JOB),
            Row.of(WorkloadRules::service, Kind.SERVICE),
            Row.of((service, known) -> NoExternalAddress.of(service, known.cluster()), Kind.SERVICE),
            Row.of(Rules::refusedBlock, Kind.NODE),
            Row.of(Rules::leaked, Kind.NODE),
            Row.of((object, known) -> IgnoredAnnotation.of(object, known.cluster()), Kind.NAMESPACE, Kind.POD),
            Row.of((pool, known) -> MaskChanged.of(pool, known.cluster()), Kind.CILIUM_POD_IP_POOL),
            Row.ofPods((pod, known) -> AddressesOutsideBlocks.of(pod, known.cluster())));

    /** What is no trouble, and only of interest for an object that is asked for by name. */
    private static final List<Row> NOTES = List.of(
            Row.of((object, known) -> ScaledToZero.of(object), Kind.DEPLOYMENT, Kind.STATEFUL_SET),
            Row.of((node, known) -> NodeCidrIgnored.of(node, known.cluster()), Kind.NODE));

    private Rules() {}

    /** The causes of the included objects, each with those that it affects; notes on the target as well. */
    public static Map<Cause, List<KubeObject>> causes(
            ClusterIndex cluster, Predicate<KubeObject> included, Optional<KubeObject> target) {
        Diagnosis diagnosis = Diagnosis.of(cluster);
        Map<Cause, List<KubeObject>> causes = new LinkedHashMap<>();
        for (Row row : TABLE) {
            for (Kind kind : row.kinds()) {
                cluster.list(kind).stream().filter(included).forEach(object -> add(causes, row, object, diagnosis));
            }
        }
        target.ifPresent(object -> NOTES.stream()
                .filter(row -> row.kinds().stream().anyMatch(kind -> kind.isOf(object)))
                .forEach(row -> add(causes, row, object, diagnosis)));
        return causes;
    }

    private static void add(Map<Cause, List<KubeObject>> causes, Row row, KubeObject object, Diagnosis diagnosis) {
        row.rule().apply(object, diagnosis).ifPresent(cause -> causes.computeIfAbsent(cause, any -> new ArrayList<>())
                .add(object));
    }

    private static Optional<Cause> leaked(KubeObject node, Diagnosis known) {
        return known.ofNode(node.name()).isPresent()
                ? Optional.empty()
                : AddressesLeaked.of(node.name(), known.cluster());
    }

    private static Optional<Cause> refusedBlock(KubeObject node, Diagnosis known) {
        return known.ofNode(node.name()).isPresent()
                ? Optional.empty()
                : BlockRefused.ofReadyNode(node, known.cluster());
    }
}
