package dev.labctl.lab;

import java.util.List;
import java.util.Optional;

/** A use case with its files resolved, read and validated. All later stages work on this value only. */
public record Lab(
        LabRef ref,
        LabFiles files,
        LabDescription description,
        ClusterConfig cluster,
        CiliumValues values,
        List<Manifest> manifests) {
    public Lab {
        manifests = List.copyOf(manifests);
    }

    /** The cluster of a lab whose provider is kind. */
    public Optional<KindConfig> kind() {
        return cluster instanceof KindConfig kind ? Optional.of(kind) : Optional.empty();
    }
}
