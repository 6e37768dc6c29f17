package dev.labctl.lab;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A use case with its files resolved, read and validated. All later stages work on this value only.
 *
 * @param beforeAgents the objects that Cilium's agents need to become ready
 * @param manifests all other objects, which are applied once Cilium is ready
 */
public record Lab(
        LabRef ref,
        LabFiles files,
        LabDescription description,
        ClusterConfig cluster,
        CiliumValues values,
        List<Manifest> beforeAgents,
        List<Manifest> manifests) {
    public Lab {
        beforeAgents = List.copyOf(beforeAgents);
        manifests = List.copyOf(manifests);
    }

    /** All objects of the lab, in the order in which they are applied. */
    public List<Manifest> objects() {
        return Stream.concat(beforeAgents.stream(), manifests.stream()).toList();
    }

    /** The cluster of a lab whose provider is kind. */
    public Optional<KindConfig> kind() {
        return cluster instanceof KindConfig kind ? Optional.of(kind) : Optional.empty();
    }
}
