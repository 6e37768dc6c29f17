package dev.labctl.provider.rehearsal.simulation.workloads;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.kernel.ObjectController;
import dev.labctl.provider.rehearsal.simulation.kernel.ObjectStore;
import dev.labctl.tree.Tree;

/** Binds every claim for storage: what is behind it is not part of a rehearsal. */
public final class VolumeClaims extends ObjectController {
    public VolumeClaims(ObjectStore store) {
        super("v1", "PersistentVolumeClaim", store);
    }

    @Override
    protected void reconcile(KubeObject claim) {
        store().put(Tree.with(claim.tree(), "Bound", "status", "phase"));
    }
}
