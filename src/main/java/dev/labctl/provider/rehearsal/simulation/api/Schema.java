package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The schema of a kind, and what the API server refuses because of it.
 *
 * @param tree in OpenAPI's words
 * @param custom whether the kind comes from a definition, not with Kubernetes
 */
record Schema(Map<String, Object> tree, boolean custom) {
    /** The schema of a kind of Kubernetes. */
    static Optional<Schema> builtIn(String apiVersion, String kind) {
        return ApiTypes.of(apiVersion, kind).map(tree -> new Schema(tree, false));
    }

    /** The schema of a version of a definition, which Cilium's own definitions in a rehearsal do not repeat. */
    static Optional<Schema> defined(String apiVersion, String kind, Object version) {
        return Optional.of(Tree.map(version, "schema", "openAPIV3Schema"))
                .filter(tree -> !tree.isEmpty())
                .or(() -> ApiTypes.of(apiVersion, kind))
                .map(tree -> new Schema(ApiTypes.resolved(tree), true));
    }

    /**
     * Checks what is applied: whether the kind has its fields, and their types.
     *
     * @throws dev.labctl.kubernetes.ApiException with all that is wrong
     */
    void checkApplied(KubeObject object) {
        List<String> problems = TypedPatch.problems(custom ? withMetadata() : tree, object.tree());
        if (!problems.isEmpty()) {
            throw Rejections.notTyped(object.ref(), problems);
        }
        if (!custom) {
            Conversion.problem(tree, object.tree()).ifPresent(why -> {
                throw Rejections.notConverted(object.ref(), why);
            });
        }
    }

    /** What the definition of a custom resource does not allow in an object as it would be stored, given what it is now. */
    List<String> problems(KubeObject object, Optional<KubeObject> before) {
        if (!custom) {
            return List.of();
        }
        List<String> problems = StructuralSchema.problems(tree, object.tree());
        return problems.isEmpty()
                ? ExpressionRules.problems(tree, object.tree(), before.map(KubeObject::tree))
                : problems;
    }

    /** The fields that every kind has: the definitions of custom resources do not repeat them. */
    private Map<String, Object> withMetadata() {
        if (ApiTypes.open(tree)) {
            return tree;
        }
        Map<String, Object> properties = new LinkedHashMap<>(Tree.map(tree, "properties"));
        properties.put("apiVersion", Map.of("type", "string"));
        properties.put("kind", Map.of("type", "string"));
        properties.put("metadata", Map.of("$ref", "meta.v1.ObjectMeta"));
        return Tree.with(tree, properties, "properties");
    }
}
