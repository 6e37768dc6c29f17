package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What server-side apply checks first: whether the fields of an object are those of its kind, and of the types that they have
 * there (structured-merge-diff {@code typed/validate.go}). Pure.
 */
final class TypedPatch {
    private final List<String> problems = new ArrayList<>();

    private TypedPatch() {}

    /** What is wrong with an object, in the order of its fields, in the server's words. */
    static List<String> problems(Map<String, Object> schema, Map<String, Object> object) {
        TypedPatch patch = new TypedPatch();
        patch.visit(schema, object, "");
        return patch.problems;
    }

    private void visit(Map<String, Object> schema, Object value, String path) {
        if (value == null) {
            return;
        }
        switch (Form.of(schema)) {
            case ANYTHING -> {}
            case OBJECT -> object(schema, value, path);
            case ARRAY -> array(schema, value, path);
            case NUMBER -> expect(value instanceof Number, path, "numeric (int or float)", GoText.type(value));
            case BOOLEAN -> expect(value instanceof Boolean, path, "boolean", reference(value));
            case STRING ->
                expect(
                        value instanceof String,
                        path,
                        "string",
                        "&value.valueUnstructured{Value:" + GoText.syntax(value) + "}");
            case ANY_SCALAR ->
                expect(!(value instanceof Map) && !(value instanceof List), path, "any scalar", reference(value));
        }
    }

    private static String reference(Object value) {
        return "&{" + GoText.plain(value) + "}";
    }

    private void expect(boolean fits, String path, String expected, String got) {
        if (!fits) {
            problems.add(path + ": expected " + expected + ", got " + got);
        }
    }

    /** Of several fields that a map does not have, the server names one. */
    private void object(Map<String, Object> schema, Object value, String path) {
        if (!(value instanceof Map<?, ?> map)) {
            expect(false, path, "map", reference(value));
            return;
        }
        if (ApiTypes.open(schema)) {
            return;
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = String.valueOf(entry.getKey());
            Optional<Map<String, Object>> field = ApiTypes.field(schema, name);
            if (field.isEmpty()) {
                problems.add(path + "." + name + ": field not declared in schema");
                return;
            }
            visit(field.get(), entry.getValue(), path + "." + name);
        }
    }

    private void array(Map<String, Object> schema, Object value, String path) {
        if (!(value instanceof List<?> list)) {
            expect(false, path, "list", reference(value));
            return;
        }
        Map<String, Object> items = ApiTypes.resolved(Tree.map(schema, "items"));
        Set<String> steps = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            Object item = list.get(i);
            Optional<String> broken = keyed(schema) ? unkeyed(schema, items, item) : Optional.empty();
            if (broken.isPresent()) {
                problems.add(path + ": element " + i + ": " + broken.get());
                return;
            }
            String step = step(schema, items, item, i);
            if (!steps.add(step)) {
                problems.add(path + ": duplicate entries for key " + step);
            }
            visit(items, item, path + step);
        }
    }

    private static boolean keyed(Map<String, Object> schema) {
        return Tree.has(schema, "map", "x-kubernetes-list-type");
    }

    private static Optional<String> unkeyed(Map<String, Object> schema, Map<String, Object> items, Object item) {
        if (!(item instanceof Map<?, ?> map)) {
            return Optional.of("associative list with keys may not have "
                    + (item == null ? "a null element" : "non-map elements"));
        }
        return keys(schema).stream()
                .filter(key -> !map.containsKey(key)
                        && Tree.at(items, "properties", key, "default").isEmpty())
                .map(key -> "associative list with keys has an element that omits key field \"" + key
                        + "\" (and doesn't have default value)")
                .findFirst();
    }

    private static List<String> keys(Map<String, Object> schema) {
        return Tree.list(schema, "x-kubernetes-list-map-keys").stream()
                .map(String::valueOf)
                .sorted()
                .toList();
    }

    /** An item as paths have it: {@code [name="one"]}, {@code [="a"]}, {@code [0]}. */
    private static String step(Map<String, Object> schema, Map<String, Object> items, Object item, int index) {
        if (keyed(schema)) {
            return keys(schema).stream()
                    .map(key -> key + "="
                            + GoText.syntax(Tree.at(item, key)
                                    .or(() -> Tree.at(items, "properties", key, "default"))
                                    .orElse(null)))
                    .collect(Collectors.joining(",", "[", "]"));
        }
        return Tree.has(schema, "set", "x-kubernetes-list-type") ? "[=" + GoText.syntax(item) + "]" : "[" + index + "]";
    }

    /** What a schema takes, as server-side apply sees it: it tells whole numbers from others as little as formats of texts. */
    private enum Form {
        OBJECT,
        ARRAY,
        NUMBER,
        BOOLEAN,
        STRING,
        ANY_SCALAR,
        ANYTHING;

        static Form of(Map<String, Object> schema) {
            if (Tree.flag(schema, "x-kubernetes-int-or-string").orElse(false)) {
                return ANY_SCALAR;
            }
            return switch (Tree.text(schema, "type").orElse("")) {
                case "object" -> OBJECT;
                case "array" -> ARRAY;
                case "integer", "number" -> NUMBER;
                case "boolean" -> BOOLEAN;
                case "string" ->
                    Set.of("", "byte").contains(Tree.text(schema, "format").orElse("")) ? STRING : ANY_SCALAR;
                default -> ANYTHING;
            };
        }
    }
}
