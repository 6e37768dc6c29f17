package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.json.Json;
import dev.labctl.provider.rehearsal.simulation.kernel.Resources;
import dev.labctl.tree.Tree;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The schemas of the kinds of Kubernetes and Cilium, as their API server publishes them in OpenAPI's words, read from {@code
 * api-types.txt} one by one as they are needed. Pure.
 */
final class ApiTypes {
    private static final Map<String, String> LINES = lines();
    private static final Map<String, Map<String, Object>> READ = Collections.synchronizedMap(new HashMap<>());

    private ApiTypes() {}

    private static Map<String, String> lines() {
        Map<String, String> lines = new HashMap<>();
        for (String line : Resources.lines("api-types.txt")) {
            int space = line.indexOf(' ');
            lines.put(line.substring(0, space), line.substring(space + 1));
        }
        return lines;
    }

    /** A kind's schema; empty for kinds that neither Kubernetes nor Cilium brings. */
    static Optional<Map<String, Object>> of(String apiVersion, String kind) {
        return schema(apiVersion + "/" + kind);
    }

    private static Optional<Map<String, Object>> schema(String name) {
        return Optional.ofNullable(LINES.get(name))
                .map(json -> READ.computeIfAbsent(
                        name, any -> Json.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)))));
    }

    /** A schema itself, or the one that it refers to. */
    static Map<String, Object> resolved(Map<String, Object> schema) {
        Map<String, Object> resolved = schema;
        for (Optional<String> name = Tree.text(resolved, "$ref");
                name.isPresent();
                name = Tree.text(resolved, "$ref")) {
            resolved = schema(name.get()).orElse(Map.of());
        }
        return resolved;
    }

    /** What a schema says of an object's field; empty where it does not declare it. */
    static Optional<Map<String, Object>> field(Map<String, Object> schema, String name) {
        return Tree.at(schema, "properties", name)
                .or(() -> Tree.at(schema, "additionalProperties").filter(Map.class::isInstance))
                .map(property -> resolved(Tree.map(property)));
    }

    /** Whether a schema allows any field: it says so, or says nothing of fields. */
    static boolean open(Map<String, Object> schema) {
        return Tree.flag(schema, "x-kubernetes-preserve-unknown-fields").orElse(false)
                || Tree.flag(schema, "additionalProperties").orElse(false)
                || (!schema.containsKey("properties") && !schema.containsKey("additionalProperties"));
    }
}
