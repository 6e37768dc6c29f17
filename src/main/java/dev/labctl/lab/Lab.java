package dev.labctl.lab;

import java.util.List;
import java.util.Optional;

/**
 * A use case with its files resolved, read and validated: everything after works on this value alone.
 *
 * @param kind the cluster, for labs whose provider is kind
 */
public record Lab(
        LabRef ref,
        LabFiles files,
        LabDescription description,
        Optional<KindConfig> kind,
        CiliumValues values,
        List<Manifest> manifests) {
    public Lab {
        manifests = List.copyOf(manifests);
    }
}
