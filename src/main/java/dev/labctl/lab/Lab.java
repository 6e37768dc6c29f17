package dev.labctl.lab;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A use case with its files resolved, read and validated. All later stages work on this value only.
 *
 * @param kind the cluster of a lab whose provider is kind
 * @param eks eksctl's configuration of a lab whose provider is eks; otherwise empty
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
