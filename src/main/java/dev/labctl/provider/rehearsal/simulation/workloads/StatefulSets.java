package dev.labctl.provider.rehearsal.simulation.workloads;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.kernel.Kernel;
import dev.labctl.provider.rehearsal.simulation.nodes.Kubelet;
import dev.labctl.provider.rehearsal.simulation.nodes.Pods;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import dev.labctl.tree.Tree;
import dev.labctl.tree.TreeBuilder;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Keeps the numbered pods of each StatefulSet, one after the other (Kubernetes {@code pkg/controller/statefulset}). */
public final class StatefulSets extends WorkloadController {
    private static final String REVISION = "controller-revision-hash";

    public StatefulSets(Kernel kernel, Pods pods, Kubelet kubelet) {
        super("apps/v1", "StatefulSet", kernel, pods, kubelet);
    }

    @Override
    protected void reconcile(KubeObject set) {
        String revision = set.name() + "-" + hash(set);
        TreeMap<Integer, SimulatedPod> pods = new TreeMap<>();
        owned(set).members().forEach(pod -> pods.put(ordinal(pod), pod));
        boolean parallel = set.has("Parallel", "spec", "podManagementPolicy");
        fill(set, revision, pods, parallel);
        empty(set, pods, parallel);
        replace(set, revision, pods);
        status(set, revision);
    }

    private static int ordinal(SimulatedPod pod) {
        return Integer.parseInt(pod.name().substring(pod.name().lastIndexOf('-') + 1));
    }

    private void fill(KubeObject set, String revision, NavigableMap<Integer, SimulatedPod> pods, boolean parallel) {
        for (int i = 0; i < wanted(set); i++) {
            SimulatedPod pod = pods.get(i);
            if (pod == null) {
                String name = set.name() + "-" + i;
                Map<String, String> labels = Map.of(
                        REVISION,
                        revision,
                        "statefulset.kubernetes.io/pod-name",
                        name,
                        "apps.kubernetes.io/pod-index",
                        Integer.toString(i));
                pod = pods().create(name, template(set, revision + "/" + i, labels));
                pods.put(i, pod);
            }
            if (!parallel && !pod.isReady()) {
                return;
            }
        }
    }

    /** What is too much goes from the end. */
    private void empty(KubeObject set, NavigableMap<Integer, SimulatedPod> pods, boolean parallel) {
        for (SimulatedPod pod : List.copyOf(
                pods.tailMap((int) wanted(set), true).descendingMap().values())) {
            delete(pod);
            if (!parallel) {
                return;
            }
        }
    }

    /** One at a time, from the end; a pod that is not ready is waited for. */
    private void replace(KubeObject set, String revision, NavigableMap<Integer, SimulatedPod> pods) {
        if (set.has("OnDelete", "spec", "updateStrategy", "type")) {
            return;
        }
        int partition = Tree.integer(set.tree(), "spec", "updateStrategy", "rollingUpdate", "partition")
                .orElse(0);
        for (SimulatedPod pod : pods.tailMap(partition, true).descendingMap().values()) {
            if (!revision.equals(pod.template().labels().get(REVISION))) {
                delete(pod);
                return;
            }
            if (!pod.isReady() || pod.deleting()) {
                return;
            }
        }
    }

    private void status(KubeObject set, String revision) {
        Pods.Owned owned = owned(set);
        long updated = owned.staying().stream()
                .filter(pod -> revision.equals(pod.template().labels().get(REVISION)))
                .count();
        boolean rolled = updated == owned.total() && owned.ready() == updated && updated == wanted(set);
        String before = set.text("status", "currentRevision").orElse(revision);
        setStatus(
                set,
                new TreeBuilder()
                        .put("observedGeneration", set.number("metadata", "generation"))
                        .put("replicas", (long) owned.members().size())
                        .put("readyReplicas", (long) owned.ready())
                        .put("availableReplicas", (long) owned.ready())
                        .put(
                                "currentReplicas",
                                rolled ? updated : owned.members().size() - updated)
                        .put("updatedReplicas", updated)
                        .put("currentRevision", rolled ? revision : before)
                        .put("updateRevision", revision)
                        .build());
    }
}
