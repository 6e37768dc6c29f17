package dev.labctl.kubernetes;

import dev.labctl.tree.Tree;
import java.util.Map;

/** Pure functions on objects that are about to be applied. */
final class Manifests {
    private Manifests() {}

    /** The object with the namespace that it lives in: {@code default} where it names none, none for the cluster's. */
    static KubeObject inNamespace(KubeObject manifest, boolean namespaced) {
        if (!namespaced || manifest.namespace().isPresent()) {
            return manifest;
        }
        return new KubeObject(Tree.merge(manifest.tree(), Map.of("metadata", Map.of("namespace", "default"))));
    }
}
