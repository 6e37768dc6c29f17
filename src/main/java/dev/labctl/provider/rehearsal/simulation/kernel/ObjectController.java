package dev.labctl.provider.rehearsal.simulation.kernel;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import java.util.Comparator;
import java.util.TreeSet;

/** A controller of the objects of one kind: it reconciles each that is new or has changed, in the order of their names. */
public abstract class ObjectController implements Controller {
    private static final Comparator<ObjectRef> ORDER =
            Comparator.comparing((ObjectRef ref) -> ref.namespace().orElse("")).thenComparing(ObjectRef::name);

    private final String apiVersion;
    private final String kind;
    private final ObjectStore store;
    private TreeSet<ObjectRef> work = new TreeSet<>(ORDER);

    protected ObjectController(String apiVersion, String kind, ObjectStore store) {
        this.apiVersion = apiVersion;
        this.kind = kind;
        this.store = store;
        store.watch(kind, this::enqueue);
    }

    protected final ObjectStore store() {
        return store;
    }

    protected final void enqueue(ObjectRef ref) {
        work.add(ref);
    }

    protected final void enqueueAll() {
        store.list(apiVersion, kind).forEach(object -> enqueue(object.ref()));
    }

    /** What is queued meanwhile is for the next time. */
    @Override
    public final boolean reconcile() {
        TreeSet<ObjectRef> turn = work;
        work = new TreeSet<>(ORDER);
        turn.forEach(ref -> store.get(ref).ifPresentOrElse(this::offer, () -> forget(ref)));
        return !turn.isEmpty();
    }

    private void offer(KubeObject object) {
        if (!object.deleting()) {
            reconcile(object);
        }
    }

    /** Brings one object, which is not being deleted, to what its spec asks for. */
    protected abstract void reconcile(KubeObject object);

    /** An object is gone. */
    protected void forget(ObjectRef ref) {}
}
