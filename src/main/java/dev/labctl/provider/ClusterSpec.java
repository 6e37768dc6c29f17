package dev.labctl.provider;

import dev.labctl.lab.ClusterName;
import dev.labctl.lab.KindConfig;
import dev.labctl.lab.LabRef;

/**
 * A cluster as a lab wants it.
 *
 * @param nodeImage of kind's nodes, with its digest where it is pinned
 */
public record ClusterSpec(ClusterName name, LabRef lab, KindConfig kind, String nodeImage) {
    public ClusterSpec withNodeImage(String image) {
        return new ClusterSpec(name, lab, kind, image);
    }
}
