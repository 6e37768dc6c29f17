package dev.labctl.provider.rehearsal.simulation.workloads;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.api.ObjectStore;
import dev.labctl.provider.rehearsal.simulation.kernel.EventQueue;
import dev.labctl.provider.rehearsal.simulation.kernel.Randomness;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock;
import dev.labctl.provider.rehearsal.simulation.nodes.PodObjects;
import dev.labctl.provider.rehearsal.simulation.nodes.TemplateRevision;
import dev.labctl.tree.Tree;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps a ReplicaSet for each Deployment's template, and moves the pods to the newest (Kubernetes {@code pkg/controller/deployment}). */
public final class Deployments extends WorkloadController {
    private static final int HASH = 10;
    private static final String HASH_LABEL = "pod-template-hash";
    private static final String REVISION = "deployment.kubernetes.io/revision";

    private final DeploymentStatus status;

    public Deployments(VirtualClock time, EventQueue queue, ObjectStore store, PodControl podControl) {
        super("apps/v1", "Deployment", store, podControl);
        this.status = new DeploymentStatus(time);
        store.watch("ReplicaSet", ref -> store.get(ref).ifPresent(this::queueOwner));
        // The last old pod of a Recreate is waited for, and no ReplicaSet changes with its end.
        podControl.pods().watch(pod -> {
            if (!podControl.pods().contains(pod)) {
                pod.template().owner().flatMap(owner -> store.get(owner.ref())).ifPresent(this::queueOwner);
            }
        });
        queue.onTurn(EventQueue.Turn.WORKLOAD, id -> queueAll());
        status.onDeadline(when -> queue.enter(when, EventQueue.Turn.WORKLOAD, 0));
    }

    private void queueOwner(KubeObject set) {
        set.list("metadata", "ownerReferences").stream()
                .filter(owner ->
                        Tree.text(owner, "kind").filter("Deployment"::equals).isPresent())
                .forEach(owner -> enqueue(ObjectRef.namespaced(
                        "apps/v1",
                        "Deployment",
                        set.namespace().orElseThrow(),
                        Tree.text(owner, "name").orElse(""))));
    }

    @Override
    void reconcile(KubeObject deployment) {
        List<KubeObject> sets = sets(deployment);
        Map<String, Object> template = Tree.map(deployment.tree(), "spec", "template");
        String hash = Randomness.letters(Tree.fingerprint(template), HASH);
        String name = deployment.name() + "-" + hash;
        KubeObject newest = sets.stream()
                .filter(set -> set.name().equals(name))
                .findFirst()
                .orElseGet(() -> store().put(replicaSet(deployment, hash, sets)));
        List<KubeObject> old =
                sets.stream().filter(set -> !set.name().equals(name)).toList();
        if (deployment
                .text("spec", "strategy", "type")
                .filter("Recreate"::equals)
                .isPresent()) {
            recreate(deployment, newest, old);
        } else {
            roll(deployment, newest, old);
        }
        setStatus(deployment, status.of(deployment, sets(deployment), name, podControl()));
    }

    private List<KubeObject> sets(KubeObject deployment) {
        return store().list("apps/v1", "ReplicaSet", deployment.namespace().orElseThrow()).stream()
                .filter(set -> Tree.text(
                                set.list("metadata", "ownerReferences").stream()
                                        .findFirst()
                                        .orElse(Map.of()),
                                "uid")
                        .filter(deployment.uid()::equals)
                        .isPresent())
                .toList();
    }

    private static Map<String, Object> replicaSet(KubeObject deployment, String hash, List<KubeObject> before) {
        long revision = before.stream()
                        .map(set ->
                                set.text("metadata", "annotations", REVISION).orElse("0"))
                        .mapToLong(Long::parseLong)
                        .max()
                        .orElse(0)
                + 1;
        Map<String, Object> template = Tree.map(deployment.tree(), "spec", "template");
        Map<String, Object> labels = new LinkedHashMap<>(Tree.map(template, "metadata", "labels"));
        labels.put(HASH_LABEL, hash);
        Map<String, Object> selector = Tree.map(deployment.tree(), "spec", "selector");
        return Tree.of(
                "apiVersion",
                "apps/v1",
                "kind",
                "ReplicaSet",
                "metadata",
                Tree.of(
                        "name", deployment.name() + "-" + hash,
                        "namespace", deployment.namespace().orElseThrow(),
                        "labels", labels,
                        "annotations", Map.of(REVISION, Long.toString(revision)),
                        "ownerReferences",
                                PodObjects.reference(new TemplateRevision.Owner(deployment.ref(), deployment.uid()))),
                "spec",
                Tree.of(
                        "replicas", 0L,
                        "selector", Tree.with(selector, hash, "matchLabels", HASH_LABEL),
                        "template", Tree.with(template, labels, "metadata", "labels")));
    }

    /** All old pods go before the first new one comes. */
    private void recreate(KubeObject deployment, KubeObject newest, List<KubeObject> old) {
        old.forEach(set -> scale(set, 0));
        boolean gone =
                old.stream().allMatch(set -> podControl().owned(set).members().isEmpty());
        if (gone) {
            scale(newest, wanted(deployment));
        }
    }

    private void roll(KubeObject deployment, KubeObject newest, List<KubeObject> old) {
        long wanted = wanted(deployment);
        long surge = share(deployment, "maxSurge", wanted, true);
        long unavailable = share(deployment, "maxUnavailable", wanted, false);
        if (surge == 0 && unavailable == 0) {
            unavailable = 1;
        }
        long oldPods = old.stream().mapToLong(WorkloadController::wanted).sum();
        long now = wanted(newest);
        long room = wanted + surge - now - oldPods;
        long target = now > wanted ? wanted : Math.min(wanted, now + Math.max(room, 0));
        scale(newest, target);
        shrink(old, target, wanted - unavailable, oldPods, newest);
    }

    /** Takes old pods away as long as enough are available; those that are not available go first. */
    private void shrink(List<KubeObject> old, long newTarget, long atLeast, long oldPods, KubeObject newest) {
        long newUnavailable = newTarget - podControl().owned(newest).ready();
        long removable = oldPods + newTarget - atLeast - newUnavailable;
        List<KubeObject> eldestFirst = old.stream()
                .filter(set -> wanted(set) > 0)
                .sorted(Comparator.comparing(set -> set.created().orElseThrow()))
                .toList();
        for (KubeObject set : eldestFirst) {
            long size = wanted(set);
            long unhealthy = Math.max(0, size - podControl().owned(set).ready());
            long fewer = Math.min(size, Math.max(0, Math.min(unhealthy, removable)));
            removable -= fewer;
            long available = podControl().owned(newest).ready()
                    + old.stream()
                            .mapToLong(other -> podControl().owned(other).ready())
                            .sum();
            long healthy = Math.min(size - fewer, Math.max(0, Math.min(removable, available - atLeast)));
            removable -= healthy;
            scale(set, size - fewer - healthy);
        }
    }

    private static long share(KubeObject deployment, String name, long wanted, boolean up) {
        String text = deployment.text("spec", "strategy", "rollingUpdate", name).orElse("25%");
        return IntOrPercent.of(text, wanted, up);
    }

    private void scale(KubeObject set, long replicas) {
        if (wanted(set) != replicas) {
            store().get(set.ref()).ifPresent(live -> store().put(Tree.with(live.tree(), replicas, "spec", "replicas")));
        }
    }
}
