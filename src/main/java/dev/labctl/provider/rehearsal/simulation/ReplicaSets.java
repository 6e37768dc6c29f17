package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.kubernetes.KubeObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Keeps the number of pods of each ReplicaSet (Kubernetes 1.33 {@code pkg/controller/replicaset}). */
final class ReplicaSets extends WorkloadController {
    /** Who goes first: pods without a node, then those that are not ready, then the youngest. */
    private static final Comparator<Pod> EXPENDABLE = Comparator.<Pod, Boolean>comparing(pod -> !pod.node.isEmpty())
            .thenComparing(Pod::isReady)
            .thenComparing(Comparator.comparingLong((Pod pod) -> pod.created).reversed())
            .thenComparing(Comparator.comparingInt(Pod::number).reversed());

    ReplicaSets(ObjectStore store, Workforce workforce) {
        super("apps/v1", "ReplicaSet", store, workforce);
    }

    @Override
    void reconcile(KubeObject set) {
        Pods.Owned owned = workforce().owned(set);
        int missing = (int) wanted(set) - owned.total();
        if (missing > 0) {
            PodTemplate template = workforce().template(set, "", Map.of());
            for (int i = 0; i < missing; i++) {
                workforce().create(set.name(), template);
            }
        } else if (missing < 0) {
            List<Pod> staying = owned.staying();
            staying.stream().sorted(EXPENDABLE).limit(-missing).toList().forEach(workforce()::delete);
        }
        Pods.Owned now = workforce().owned(set);
        setStatus(
                set,
                Trees.of(
                        "replicas", (long) now.total(),
                        "fullyLabeledReplicas", now.total() == 0 ? null : (long) now.total(),
                        "readyReplicas", now.ready() == 0 ? null : (long) now.ready(),
                        "availableReplicas", now.ready() == 0 ? null : (long) now.ready(),
                        "observedGeneration", set.number("metadata", "generation")));
    }
}
