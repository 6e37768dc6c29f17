package dev.labctl.provider.rehearsal.simulation.workloads;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.api.ObjectStore;
import dev.labctl.provider.rehearsal.simulation.nodes.Pods;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import dev.labctl.provider.rehearsal.simulation.nodes.TemplateRevision;
import dev.labctl.tree.Tree;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Keeps the number of pods of each ReplicaSet (Kubernetes 1.33 {@code pkg/controller/replicaset}). */
public final class ReplicaSets extends WorkloadController {
    /** The order of deletion: pods without a node, then those that are not ready, then the youngest. */
    private static final Comparator<SimulatedPod> EXPENDABLE = Comparator.<SimulatedPod, Boolean>comparing(
                    pod -> !pod.node().isEmpty())
            .thenComparing(SimulatedPod::isReady)
            .thenComparing(Comparator.comparingLong((SimulatedPod pod) -> pod.created())
                    .reversed())
            .thenComparing(Comparator.comparingInt(SimulatedPod::number).reversed());

    public ReplicaSets(ObjectStore store, PodControl podControl) {
        super("apps/v1", "ReplicaSet", store, podControl);
    }

    @Override
    void reconcile(KubeObject set) {
        Pods.Owned owned = podControl().owned(set);
        int missing = (int) wanted(set) - owned.total();
        if (missing > 0) {
            TemplateRevision template = podControl().template(set, "", Map.of());
            for (int i = 0; i < missing; i++) {
                podControl().create(set.name(), template);
            }
        } else if (missing < 0) {
            List<SimulatedPod> staying = owned.staying();
            staying.stream().sorted(EXPENDABLE).limit(-missing).toList().forEach(podControl()::delete);
        }
        Pods.Owned now = podControl().owned(set);
        setStatus(
                set,
                Tree.of(
                        "replicas", (long) now.total(),
                        "fullyLabeledReplicas", now.total() == 0 ? null : (long) now.total(),
                        "readyReplicas", now.ready() == 0 ? null : (long) now.ready(),
                        "availableReplicas", now.ready() == 0 ? null : (long) now.ready(),
                        "observedGeneration", set.number("metadata", "generation")));
    }
}
