package dev.labctl.provider;

import dev.labctl.lab.ClusterConfig;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.EksctlConfig;
import dev.labctl.lab.KindConfig;
import dev.labctl.lab.LabRef;

/**
 * A cluster as a lab wants it.
 *
 * @param nodeImage of kind's nodes, with its digest where it is pinned; empty on EKS, whose nodes have AWS's image
 */
public record ClusterSpec(ClusterName name, LabRef lab, ClusterConfig cluster, String nodeImage) {
    /** The configuration, for providers whose clusters are made from {@code kind.yaml}. */
    public KindConfig kind() {
        return (KindConfig) cluster;
    }

    /** The configuration, for providers whose clusters are made from {@code eksctl.yaml}. */
    public EksctlConfig eksctl() {
        return (EksctlConfig) cluster;
    }

    public ClusterSpec withNodeImage(String image) {
        return new ClusterSpec(name, lab, cluster, image);
    }
}
