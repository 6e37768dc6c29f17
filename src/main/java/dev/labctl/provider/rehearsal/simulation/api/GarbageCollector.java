package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.kernel.Controller;
import dev.labctl.provider.rehearsal.simulation.kernel.Delay;
import dev.labctl.provider.rehearsal.simulation.kernel.Kernel;
import dev.labctl.provider.rehearsal.simulation.kernel.ObjectStore;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock.Turn;
import dev.labctl.provider.rehearsal.simulation.nodes.Kubelet;
import dev.labctl.provider.rehearsal.simulation.nodes.Pods;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes away what is being deleted: first what depends on it, then itself (Kubernetes {@code pkg/controller/garbagecollector},
 * foreground deletion). A namespace takes along what is in it, a definition the objects of its kind.
 */
public final class GarbageCollector implements Controller {
    private final Kernel kernel;
    private final ObjectStore store;
    private final ManagedFields managed;
    private final Pods pods;
    private final Kubelet kubelet;
    private final TreeMap<ObjectRef, Long> leaving =
            new TreeMap<>(Comparator.comparing(ObjectRef::toString).thenComparing(ObjectRef::apiVersion));
    private boolean pending;

    public GarbageCollector(Kernel kernel, ManagedFields managed, Pods pods, Kubelet kubelet) {
        this.kernel = kernel;
        this.store = kernel.store();
        this.managed = managed;
        this.pods = pods;
        this.kubelet = kubelet;
        pods.watch(pod -> pending |= !leaving.isEmpty() && !pods.contains(pod));
        kernel.time().onTurn(Turn.NAMESPACE, id -> pending = true);
    }

    /** Marks an object as being deleted; the rest happens as time passes. */
    public void delete(KubeObject object) {
        if (!object.deleting()) {
            Map<String, Object> tree = Tree.with(object.tree(), kernel.time().now(), "metadata", "deletionTimestamp");
            store.put(object.kind().equals("Namespace") ? Tree.with(tree, "Terminating", "status", "phase") : tree);
        }
        leaving.putIfAbsent(object.ref(), SimulatedPod.NEVER);
        pending = true;
    }

    @Override
    public boolean reconcile() {
        if (!pending) {
            return false;
        }
        pending = false;
        for (ObjectRef ref : List.copyOf(leaving.keySet())) {
            store.get(ref).ifPresentOrElse(this::collect, () -> leaving.remove(ref));
        }
        return true;
    }

    private void collect(KubeObject object) {
        List<KubeObject> dependents = dependents(object);
        List<SimulatedPod> members = members(object);
        dependents.stream()
                .filter(dependent -> !leaving.containsKey(dependent.ref()))
                .forEach(this::delete);
        members.forEach(kubelet::delete);
        boolean alone = dependents.isEmpty() && members.stream().noneMatch(pods::contains);
        if (alone && rested(object)) {
            leaving.remove(object.ref());
            managed.forget(object.ref());
            store.remove(object.ref());
            pending = true;
        }
    }

    /** An empty namespace stays a moment longer. */
    private boolean rested(KubeObject object) {
        if (!object.kind().equals("Namespace")) {
            return true;
        }
        long end = leaving.get(object.ref());
        if (end == SimulatedPod.NEVER) {
            end = kernel.enterAfter(Delay.NAMESPACE, Turn.NAMESPACE, 0);
            leaving.put(object.ref(), end);
        }
        return end <= kernel.time().age();
    }

    private List<KubeObject> dependents(KubeObject object) {
        if (object.kind().equals("Namespace")) {
            return store.all().stream()
                    .filter(other -> other.isIn(object.name()))
                    .toList();
        }
        if (object.kind().equals("CustomResourceDefinition")) {
            List<KubeObject> all = new ArrayList<>();
            String kind = object.text("spec", "names", "kind").orElse("");
            for (Object version : object.list("spec", "versions")) {
                String name = Tree.text(version, "name").orElse("");
                all.addAll(store.list(object.text("spec", "group").orElse("") + "/" + name, kind));
            }
            return all;
        }
        return object.kind().equals("Deployment") ? store.owned("apps/v1", "ReplicaSet", object) : List.of();
    }

    private List<SimulatedPod> members(KubeObject object) {
        return object.kind().equals("Namespace")
                ? List.copyOf(pods.in(object.name()))
                : List.copyOf(pods.owned(object.uid()).members());
    }
}
