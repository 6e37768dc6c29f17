package dev.labctl.provider.rehearsal.simulation.workloads;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.api.ObjectStore;
import dev.labctl.provider.rehearsal.simulation.kernel.Randomness;
import dev.labctl.provider.rehearsal.simulation.nodes.Nodes;
import dev.labctl.provider.rehearsal.simulation.nodes.Pods;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedNode;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import dev.labctl.provider.rehearsal.simulation.nodes.TemplateRevision;
import dev.labctl.tree.Tree;
import dev.labctl.workload.Taint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps a pod of each DaemonSet on every node that will have it (Kubernetes 1.33 {@code pkg/controller/daemon}). */
public final class DaemonSets extends WorkloadController {
    private static final int HASH = 10;

    /** Every daemon pod tolerates these by itself (Kubernetes {@code pkg/controller/daemon/util}). */
    private static final Set<String> TOLERATED = Set.of(
            Taint.NOT_READY.key(),
            "node.kubernetes.io/unreachable",
            "node.kubernetes.io/disk-pressure",
            "node.kubernetes.io/memory-pressure",
            "node.kubernetes.io/pid-pressure",
            "node.kubernetes.io/unschedulable");

    private final Nodes nodes;

    public DaemonSets(ObjectStore store, PodControl podControl, Nodes nodes) {
        super("apps/v1", "DaemonSet", store, podControl);
        this.nodes = nodes;
        store.watch("Node", ref -> queueAll());
    }

    @Override
    void reconcile(KubeObject set) {
        String hash = Randomness.letters(Tree.fingerprint(Tree.map(set.tree(), "spec", "template")), HASH);
        TemplateRevision template = podControl().template(set, hash, Map.of("controller-revision-hash", hash));
        Map<String, SimulatedPod> byNode = new HashMap<>();
        podControl().owned(set).members().forEach(pod -> byNode.put(pod.node(), pod));
        int wanted = 0;
        for (SimulatedNode node : nodes.joined()) {
            if (takes(node, template)) {
                wanted++;
                // The controller names the node in the pod\'s affinity: the scheduler has no choice.
                if (byNode.remove(node.name()) == null) {
                    podControl().pods().bind(podControl().create(set.name(), template), node.name());
                }
            }
        }
        byNode.values().forEach(podControl()::delete);
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
        if (set.text("spec", "updateStrategy", "type")
                .filter("OnDelete"::equals)
                .isPresent()) {
            return;
        }
        List<SimulatedPod> old = new ArrayList<>();
        for (SimulatedPod pod : podControl().owned(set).members()) {
            if (pod.template() != template && !pod.deleting()) {
                old.add(pod);
            }
        }
        int unavailable = wanted - podControl().owned(set).ready();
        long spare = maxUnavailable(set, wanted) - unavailable;
        for (SimulatedPod pod : old) {
            if (!pod.isReady()) {
                podControl().delete(pod);
            } else if (spare > 0) {
                spare--;
                podControl().delete(pod);
            }
        }
    }

    private static long maxUnavailable(KubeObject set, int wanted) {
        return set.text("spec", "updateStrategy", "rollingUpdate", "maxUnavailable")
                .map(text -> IntOrPercent.of(text, wanted, true))
                .orElse(1L);
    }

    private void status(KubeObject set, TemplateRevision template, long wanted) {
        Pods.Owned owned = podControl().owned(set);
        long updated = 0;
        for (SimulatedPod pod : owned.members()) {
            updated += pod.template() == template && !pod.deleting() ? 1 : 0;
        }
        long ready = owned.ready();
        setStatus(
                set,
                Tree.of(
                        "currentNumberScheduled",
                        (long) owned.total(),
                        "numberMisscheduled",
                        0L,
                        "desiredNumberScheduled",
                        wanted,
                        "numberReady",
                        ready,
                        "observedGeneration",
                        set.number("metadata", "generation"),
                        "updatedNumberScheduled",
                        updated == 0 ? null : updated,
                        "numberAvailable",
                        ready == 0 ? null : ready,
                        "numberUnavailable",
                        wanted == ready ? null : wanted - ready));
    }
}
