package dev.labctl.provider.rehearsal.simulation.workloads;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.api.ObjectStore;
import dev.labctl.provider.rehearsal.simulation.kernel.Controller;
import dev.labctl.provider.rehearsal.simulation.kernel.WorkQueue;
import dev.labctl.tree.Tree;

/** Binds every claim for storage: what is behind it is not part of a rehearsal. */
public final class VolumeClaims implements Controller {
    private final ObjectStore store;
    private final WorkQueue work = new WorkQueue();

    public VolumeClaims(ObjectStore store) {
        this.store = store;
        store.watch("PersistentVolumeClaim", work::add);
    }

    @Override
    public boolean reconcile() {
        return work.drain(
                ref -> store.get(ref).filter(claim -> !claim.deleting()).ifPresent(this::bind));
    }

    private void bind(KubeObject claim) {
        store.put(Tree.with(claim.tree(), "Bound", "status", "phase"));
    }
}
