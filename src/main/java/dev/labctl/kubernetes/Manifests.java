package dev.labctl.kubernetes;

import dev.labctl.tree.Tree;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pure functions on objects before and after they are applied. */
final class Manifests {
    private Manifests() {}

    /** The object with the namespace that it lives in: {@code default} where it names none, none for the cluster's. */
    static KubeObject inNamespace(KubeObject manifest, boolean namespaced) {
        if (!namespaced || manifest.namespace().isPresent()) {
            return manifest;
        }
        return new KubeObject(Tree.merge(manifest.tree(), Map.of("metadata", Map.of("namespace", "default"))));
    }

    /**
     * Identifies what an object says, without the server's bookkeeping: the first apply of an object that says nothing, such
     * as a bare Namespace, is noted only with the second.
     */
    static String content(KubeObject object) {
        Map<String, Object> metadata = new LinkedHashMap<>(Tree.map(object.tree(), "metadata"));
        metadata.remove("resourceVersion");
        metadata.remove("managedFields");
        Map<String, Object> content = new LinkedHashMap<>(object.tree());
        content.put("metadata", metadata);
        return Tree.fingerprint(content);
    }
}
