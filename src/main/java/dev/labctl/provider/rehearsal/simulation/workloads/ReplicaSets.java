package dev.labctl.provider.rehearsal.simulation.workloads;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.kernel.Kernel;
import dev.labctl.provider.rehearsal.simulation.nodes.Kubelet;
import dev.labctl.provider.rehearsal.simulation.nodes.Pods;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import dev.labctl.provider.rehearsal.simulation.nodes.TemplateRevision;
import dev.labctl.tree.Tree;
import java.util.Comparator;
import java.util.Map;

/** Keeps the number of pods of each ReplicaSet (Kubernetes 1.33 {@code pkg/controller/replicaset}). */
public final class ReplicaSets extends WorkloadController {
    /** The order of deletion: pods without a node, then those that are not ready, then the youngest. */
    private static final Comparator<SimulatedPod> EXPENDABLE = Comparator.<SimulatedPod, Boolean>comparing(
                    pod -> !pod.node().isEmpty())
            .thenComparing(SimulatedPod::isReady)
            .thenComparing(Comparator.comparingLong(SimulatedPod::created).reversed())
            .thenComparing(Comparator.comparingInt(SimulatedPod::number).reversed());

    public ReplicaSets(Kernel kernel, Pods pods, Kubelet kubelet) {
        super("apps/v1", "ReplicaSet", kernel, pods, kubelet);
    }

    @Override
    protected void reconcile(KubeObject set) {
        int missing = (int) wanted(set) - owned(set).total();
        if (missing > 0) {
            TemplateRevision template = template(set, "", Map.of());
            for (int i = 0; i < missing; i++) {
                create(set.name(), template);
            }
        } else if (missing < 0) {
            owned(set).staying().stream()
                    .sorted(EXPENDABLE)
                    .limit(-missing)
                    .toList()
                    .forEach(this::delete);
        }
        long total = owned(set).total();
        long ready = owned(set).ready();
        setStatus(
                set,
                Tree.of(
                        "replicas", total,
                        "fullyLabeledReplicas", total == 0 ? null : total,
                        "readyReplicas", ready == 0 ? null : ready,
                        "availableReplicas", ready == 0 ? null : ready,
                        "observedGeneration", set.number("metadata", "generation")));
    }
}
