package dev.labctl.plan;

import dev.labctl.addresses.Finding;
import dev.labctl.lab.Manifest;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Claims for storage that no volume comes for: kind has one storage class (kind 0.33 {@code
 * images/base/files/kind/manifests/default-storage.yaml}), and a lab may bring others, or volumes.
 */
record ClaimLint(List<Manifest> manifests) {
    private static final String CLASS = "storageClassName";
    private static final String OF_KIND = "standard";

    /** A warning for each claim, and each template of claims, whose class no object of the lab or of kind has. */
    List<Finding> findings() {
        Set<String> known = Stream.concat(
                        Stream.of(OF_KIND), manifests.stream().flatMap(manifest -> given(manifest).stream()))
                .collect(Collectors.toSet());
        return manifests.stream()
                .flatMap(manifest -> claims(manifest)
                        .flatMap(claim -> Tree.text(claim, "spec", CLASS).stream())
                        .distinct()
                        .filter(name -> !known.contains(name))
                        .map(name -> finding(manifest, name)))
                .toList();
    }

    /** A class itself, or a volume that is made by hand. */
    private static Optional<String> given(Manifest manifest) {
        return switch (manifest.kind()) {
            case "StorageClass" -> Optional.of(manifest.name());
            case "PersistentVolume" ->
                Optional.of(Tree.text(manifest.tree(), "spec", CLASS).orElse(""));
            default -> Optional.empty();
        };
    }

    private static Stream<Object> claims(Manifest manifest) {
        return switch (manifest.kind()) {
            case "PersistentVolumeClaim" -> Stream.of(manifest.tree());
            case "StatefulSet" -> Tree.list(manifest.tree(), "spec", "volumeClaimTemplates").stream();
            default -> Stream.empty();
        };
    }

    private static Finding finding(Manifest manifest, String name) {
        return Finding.warning(
                "STORAGE_CLASS_UNKNOWN",
                manifest.position().file().getFileName() + ":"
                        + manifest.position().line() + ": " + manifest.kind() + " " + manifest.name()
                        + (name.isEmpty()
                                ? " asks for a volume without a storage class, and the lab has none"
                                : " names the storage class " + name + ", which neither kind nor the lab has")
                        + ": its pods will not start",
                "Remove storageClassName, for kind's own class, or add a PersistentVolume of that class.");
    }
}
