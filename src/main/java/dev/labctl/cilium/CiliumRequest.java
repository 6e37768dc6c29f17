package dev.labctl.cilium;

import dev.labctl.lab.CiliumValues;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;

/**
 * Which Cilium a cluster is to have.
 *
 * @param lab whose values they are
 * @param version without a leading {@code v}
 * @param reliesOn fingerprint of the objects that were applied before it; empty for none
 */
public record CiliumRequest(ClusterName cluster, LabRef lab, String version, CiliumValues values, String reliesOn) {
    /** With nothing applied before it. */
    public CiliumRequest(ClusterName cluster, LabRef lab, String version, CiliumValues values) {
        this(cluster, lab, version, values, "");
    }

    /** Identifies the values as they reach this cluster, whatever their layout. */
    public String fingerprint() {
        return dev.labctl.tree.Tree.fingerprint(values.treeFor(cluster));
    }
}
