package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.kubernetes.KubeObject;

/** Binds every claim for storage: what is behind it is not part of a rehearsal. */
final class Claims implements Controller {
    private final ObjectStore store;
    private final WorkQueue dirty = new WorkQueue();

    Claims(ObjectStore store) {
        this.store = store;
        store.watch("PersistentVolumeClaim", dirty::add);
    }

    @Override
    public boolean reconcile() {
        return dirty.drain(
                ref -> store.get(ref).filter(claim -> !claim.deleting()).ifPresent(this::bind));
    }

    private void bind(KubeObject claim) {
        store.put(Trees.with(claim.tree(), "Bound", "status", "phase"));
    }

    @Override
    public void resume() {
        store.list("v1", "PersistentVolumeClaim").forEach(claim -> dirty.add(claim.ref()));
    }
}
