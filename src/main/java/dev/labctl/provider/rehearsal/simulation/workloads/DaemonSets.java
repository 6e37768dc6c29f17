package dev.labctl.provider.rehearsal.simulation.workloads;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.kernel.Kernel;
import dev.labctl.provider.rehearsal.simulation.nodes.Kubelet;
import dev.labctl.provider.rehearsal.simulation.nodes.Nodes;
import dev.labctl.provider.rehearsal.simulation.nodes.Pods;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedNode;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import dev.labctl.provider.rehearsal.simulation.nodes.TemplateRevision;
import dev.labctl.tree.TreeBuilder;
import dev.labctl.workload.Taint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps a pod of each DaemonSet on every node that will have it (Kubernetes 1.33 {@code pkg/controller/daemon}). */
public final class DaemonSets extends WorkloadController {
    /** Every daemon pod tolerates these by itself (Kubernetes {@code pkg/controller/daemon/util}). */
    private static final Set<String> TOLERATED = Set.of(
            Taint.NOT_READY.key(),
            "node.kubernetes.io/unreachable",
            "node.kubernetes.io/disk-pressure",
            "node.kubernetes.io/memory-pressure",
            "node.kubernetes.io/pid-pressure",
            "node.kubernetes.io/unschedulable");

    private final Nodes nodes;

    public DaemonSets(Kernel kernel, Pods pods, Kubelet kubelet, Nodes nodes) {
        super("apps/v1", "DaemonSet", kernel, pods, kubelet);
        this.nodes = nodes;
        kernel.store().watch("Node", ref -> enqueueAll());
    }

    @Override
    protected void reconcile(KubeObject set) {
        String hash = hash(set);
        TemplateRevision template = template(set, hash, Map.of("controller-revision-hash", hash));
        Map<String, SimulatedPod> byNode = new HashMap<>();
        owned(set).members().forEach(pod -> byNode.put(pod.node(), pod));
        int wanted = 0;
        for (SimulatedNode node : nodes.joined()) {
            if (takes(node, template)) {
                wanted++;
                // The controller names the node in the pod's affinity: the scheduler has no choice.
                if (byNode.remove(node.name()) == null) {
                    pods().bind(create(set.name(), template), node.name());
                }
            }
        }
        byNode.values().forEach(this::delete);
        replace(set, template, wanted);
        status(set, template, wanted);
    }

    private static boolean takes(SimulatedNode node, TemplateRevision template) {
        List<Taint> taints = node.taints().stream()
                .filter(taint -> !TOLERATED.contains(taint.key()))
                .toList();
        return template.rules().closed(node.name(), node.labels(), taints).isEmpty();
    }

    /** Takes pods of an old template away, no more at a time than may be missing. */
    private void replace(KubeObject set, TemplateRevision template, int wanted) {
        if (set.has("OnDelete", "spec", "updateStrategy", "type")) {
            return;
        }
        long spare =
                IntOrPercent.of(set, "1", wanted, true, "spec", "updateStrategy", "rollingUpdate", "maxUnavailable")
                        - (wanted - owned(set).ready());
        for (SimulatedPod pod : owned(set).staying()) {
            if (pod.template().equals(template)) {
                continue;
            }
            if (!pod.isReady()) {
                delete(pod);
            } else if (spare > 0) {
                spare--;
                delete(pod);
            }
        }
    }

    private void status(KubeObject set, TemplateRevision template, long wanted) {
        long updated = owned(set).staying().stream()
                .filter(pod -> pod.template().equals(template))
                .count();
        long ready = owned(set).ready();
        setStatus(
                set,
                new TreeBuilder()
                        .put("currentNumberScheduled", (long) owned(set).total())
                        .put("numberMisscheduled", 0L)
                        .put("desiredNumberScheduled", wanted)
                        .put("numberReady", ready)
                        .put("observedGeneration", set.number("metadata", "generation"))
                        .put("updatedNumberScheduled", updated == 0 ? null : updated)
                        .put("numberAvailable", ready == 0 ? null : ready)
                        .put("numberUnavailable", wanted == ready ? null : wanted - ready)
                        .build());
    }
}
