package dev.labctl.cilium;

import dev.labctl.lab.CiliumValues;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;

/**
 * Which Cilium a cluster is to have.
 *
 * @param lab whose values they are
 * @param version without a leading {@code v}
 */
public record CiliumRequest(ClusterName cluster, LabRef lab, String version, CiliumValues values) {
    /** Identifies the values as they reach this cluster, whatever their layout. */
    public String fingerprint() {
        return dev.labctl.tree.Tree.fingerprint(values.treeFor(cluster));
    }
}
