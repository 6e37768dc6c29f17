package dev.labctl.provider.rehearsal.simulation.workloads;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.kernel.Kernel;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock.Turn;
import dev.labctl.provider.rehearsal.simulation.nodes.Kubelet;
import dev.labctl.provider.rehearsal.simulation.nodes.Pods;
import dev.labctl.provider.rehearsal.simulation.nodes.TemplateRevision;
import dev.labctl.tree.Tree;
import dev.labctl.tree.TreeBuilder;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps a ReplicaSet for each Deployment's template, and moves the pods to the newest (Kubernetes {@code pkg/controller/deployment}). */
public final class Deployments extends WorkloadController {
    private static final String HASH_LABEL = "pod-template-hash";
    private static final String REVISION = "deployment.kubernetes.io/revision";

    private final DeploymentStatus status;

    public Deployments(Kernel kernel, Pods pods, Kubelet kubelet) {
        super("apps/v1", "Deployment", kernel, pods, kubelet);
        this.status = new DeploymentStatus(kernel, pods);
        kernel.store().watch("ReplicaSet", this::enqueueOwner);
        // The last old pod of a Recreate is waited for, and no ReplicaSet changes with its end.
        pods.watch(pod -> {
            if (!pods.contains(pod)) {
                pod.template().owner().ifPresent(owner -> enqueueOwner(owner.ref()));
            }
        });
        kernel.time().onTurn(Turn.WORKLOAD, id -> enqueueAll());
    }

    private void enqueueOwner(ObjectRef set) {
        store().get(set).map(object -> object.list("metadata", "ownerReferences")).orElse(List.of()).stream()
                .filter(owner -> Tree.has(owner, "Deployment", "kind"))
                .map(owner -> Tree.text(owner, "name").orElse(""))
                .forEach(name -> enqueue(ObjectRef.namespaced(
                        "apps/v1", "Deployment", set.namespace().orElseThrow(), name)));
    }

    @Override
    protected void reconcile(KubeObject deployment) {
        List<KubeObject> sets = store().owned("apps/v1", "ReplicaSet", deployment);
        String hash = hash(deployment);
        String name = deployment.name() + "-" + hash;
        if (Tree.flag(deployment.tree(), "spec", "paused").orElse(false)) {
            setStatus(deployment, status.of(deployment, paused(deployment, sets), name));
            return;
        }
        KubeObject newest = sets.stream()
                .filter(set -> set.name().equals(name))
                .findFirst()
                .orElseGet(() -> store().put(replicaSet(deployment, hash, sets)));
        List<KubeObject> old =
                sets.stream().filter(set -> !set.name().equals(name)).toList();
        if (deployment.has("Recreate", "spec", "strategy", "type")) {
            recreate(deployment, newest, old);
        } else {
            roll(deployment, newest, old);
        }
        setStatus(deployment, status.of(deployment, store().owned("apps/v1", "ReplicaSet", deployment), name));
    }

    private static Map<String, Object> replicaSet(KubeObject deployment, String hash, List<KubeObject> before) {
        long newest = before.stream()
                .flatMap(set -> set.text("metadata", "annotations", REVISION).stream())
                .mapToLong(Long::parseLong)
                .max()
                .orElse(0);
        Map<String, Object> template = Tree.map(deployment.tree(), "spec", "template");
        Map<String, Object> labels = new LinkedHashMap<>(Tree.map(template, "metadata", "labels"));
        labels.put(HASH_LABEL, hash);
        Map<String, Object> selector = Tree.map(deployment.tree(), "spec", "selector");
        return new TreeBuilder()
                .put("apiVersion", "apps/v1")
                .put("kind", "ReplicaSet")
                .put("metadata.name", deployment.name() + "-" + hash)
                .put("metadata.namespace", deployment.namespace().orElseThrow())
                .put("metadata.labels", labels)
                .put("metadata.annotations", Map.of(REVISION, Long.toString(newest + 1)))
                .put(
                        "metadata.ownerReferences",
                        new TemplateRevision.Owner(deployment.ref(), deployment.uid()).references())
                .put("spec.replicas", 0L)
                .put("spec.selector", Tree.with(selector, hash, "matchLabels", HASH_LABEL))
                .put("spec.template", Tree.with(template, labels, "metadata", "labels"))
                .build();
    }

    /** The only ReplicaSet with pods, or the newest one, is scaled; none is created (Kubernetes 1.33 {@code sync.go}). */
    private List<KubeObject> paused(KubeObject deployment, List<KubeObject> sets) {
        List<KubeObject> active = sets.stream().filter(set -> wanted(set) > 0).toList();
        if (active.size() <= 1) {
            (active.isEmpty() ? sets : active)
                    .stream()
                            .max(Comparator.comparing(set -> set.created().orElseThrow()))
                            .ifPresent(set -> scale(set, wanted(deployment)));
        }
        return store().owned("apps/v1", "ReplicaSet", deployment);
    }

    /** All old pods go before the first new one comes. */
    private void recreate(KubeObject deployment, KubeObject newest, List<KubeObject> old) {
        old.forEach(set -> scale(set, 0));
        boolean gone = old.stream().allMatch(set -> owned(set).members().isEmpty());
        if (gone) {
            scale(newest, wanted(deployment));
        }
    }

    private void roll(KubeObject deployment, KubeObject newest, List<KubeObject> old) {
        long wanted = wanted(deployment);
        long surge = IntOrPercent.of(deployment, "25%", wanted, true, "spec", "strategy", "rollingUpdate", "maxSurge");
        long unavailable = IntOrPercent.of(
                deployment, "25%", wanted, false, "spec", "strategy", "rollingUpdate", "maxUnavailable");
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
        long newUnavailable = newTarget - owned(newest).ready();
        long removable = oldPods + newTarget - atLeast - newUnavailable;
        List<KubeObject> eldestFirst = old.stream()
                .filter(set -> wanted(set) > 0)
                .sorted(Comparator.comparing(set -> set.created().orElseThrow()))
                .toList();
        for (KubeObject set : eldestFirst) {
            long size = wanted(set);
            long unhealthy = Math.max(0, size - owned(set).ready());
            long fewer = Math.min(size, Math.max(0, Math.min(unhealthy, removable)));
            removable -= fewer;
            long available = owned(newest).ready()
                    + old.stream().mapToLong(other -> owned(other).ready()).sum();
            long healthy = Math.min(size - fewer, Math.max(0, Math.min(removable, available - atLeast)));
            removable -= healthy;
            scale(set, size - fewer - healthy);
        }
    }

    private void scale(KubeObject set, long replicas) {
        if (wanted(set) != replicas) {
            store().change(set.ref(), live -> Tree.with(live, replicas, "spec", "replicas"));
        }
    }
}
