package dev.labctl.provider.rehearsal.simulation.kernel;

import dev.labctl.kubernetes.ObjectRef;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The objects that a controller has to reconcile, each once, in the order of their names. */
public final class WorkQueue {
    private static final Comparator<ObjectRef> ORDER = Comparator.comparing(ObjectRef::kind)
            .thenComparing(ref -> ref.namespace().orElse(""))
            .thenComparing(ObjectRef::name);

    private TreeSet<ObjectRef> refs = new TreeSet<>(ORDER);

    public void add(ObjectRef ref) {
        refs.add(ref);
    }

    /** Hands over what is there now; what is added meanwhile is for the next time. */
    public boolean drain(Consumer<ObjectRef> work) {
        if (refs.isEmpty()) {
            return false;
        }
        TreeSet<ObjectRef> now = refs;
        refs = new TreeSet<>(ORDER);
        now.forEach(work);
        return true;
    }
}
