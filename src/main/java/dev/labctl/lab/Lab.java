package dev.labctl.lab;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A use case with its files resolved, read and validated: everything after works on this value alone.
 *
 * @param kind the cluster, for labs whose provider is kind
 * @param eks eksctl's configuration of the cluster, for labs whose provider is eks; empty else
 */
public record Lab(
        LabRef ref,
        LabFiles files,
        LabDescription description,
        Optional<KindConfig> kind,
        Map<String, Object> eks,
        CiliumValues values,
        List<Manifest> manifests) {
    public Lab {
        manifests = List.copyOf(manifests);
    }
}
