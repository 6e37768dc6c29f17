package dev.labctl.provider.rehearsal.simulation.workloads;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.api.ObjectStore;
import dev.labctl.provider.rehearsal.simulation.kernel.Controller;
import dev.labctl.provider.rehearsal.simulation.kernel.WorkQueue;
import dev.labctl.tree.Tree;
import java.util.Map;

/** What the controllers of the kinds that own pods have in common: a queue of the objects to reconcile. */
abstract class WorkloadController implements Controller {
    private final String apiVersion;
    private final String kind;
    private final ObjectStore store;
    private final PodControl podControl;
    private final WorkQueue work = new WorkQueue();

    WorkloadController(String apiVersion, String kind, ObjectStore store, PodControl podControl) {
        this.apiVersion = apiVersion;
        this.kind = kind;
        this.store = store;
        this.podControl = podControl;
        store.watch(kind, this::enqueue);
        podControl.pods().watch(pod -> pod.template()
                .owner()
                .filter(owner -> owner.ref().kind().equals(kind))
                .ifPresent(owner -> enqueue(owner.ref())));
    }

    ObjectStore store() {
        return store;
    }

    PodControl podControl() {
        return podControl;
    }

    /** Queues an object. */
    final void enqueue(ObjectRef ref) {
        work.add(ref);
    }

    @Override
    public final boolean reconcile() {
        return work.drain(
                ref -> store.get(ref).filter(object -> !object.deleting()).ifPresent(this::reconcile));
    }

    /** Brings one object's pods and its status to what its spec asks for. */
    abstract void reconcile(KubeObject object);

    /** Stores the object with the status that its controller has come to. */
    final KubeObject setStatus(KubeObject object, Map<String, Object> status) {
        return store.put(Tree.with(object.tree(), status, "status"));
    }

    static long wanted(KubeObject object) {
        return object.text("spec", "replicas").map(Long::valueOf).orElse(1L);
    }

    final void queueAll() {
        store.list(apiVersion, kind).forEach(object -> enqueue(object.ref()));
    }
}
