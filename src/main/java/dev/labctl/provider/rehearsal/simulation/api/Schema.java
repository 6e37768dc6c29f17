package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.kernel.Resources;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The types of the fields that readers of a book get wrong most often: numbers in quotes, labels without them. */
final class Schema {
    private static final long MOST_PODS = 200_000;

    /** A row of {@code schema.csv}. */
    private record Field(Set<String> kinds, String path, String type) {
        boolean isOf(String kind) {
            return kinds.contains("*") || kinds.contains(kind);
        }
    }

    private static final List<Field> FIELDS = Resources.table("schema.csv").stream()
            .map(cells -> new Field(Set.of(cells[0].split(" ", -1)), cells[1], cells[2]))
            .toList();

    private Schema() {}

    /**
     * Checks the types of an object's fields.
     *
     * @throws dev.labctl.kubernetes.ApiException for the first that is wrong
     */
    static void check(KubeObject object) {
        FIELDS.stream().filter(field -> field.isOf(object.kind())).forEach(field -> Tree.at(
                        object.tree(), field.path().split("\\.", -1))
                .ifPresent(value -> check(object.ref(), field.path(), field.type(), value)));
    }

    private static void check(ObjectRef ref, String path, String type, Object value) {
        switch (type) {
            case "string" -> expect(value instanceof String, ref, path, type, value);
            case "list" -> expect(value instanceof List, ref, path, type, value);
            case "map" -> expect(value instanceof Map, ref, path, type, value);
            case "texts" -> {
                check(ref, path, "map", value);
                ((Map<?, ?>) value).forEach((key, text) -> {
                    if (text != null) {
                        check(ref, path + "." + key, "string", text);
                    }
                });
            }
            case "count" -> {
                check(ref, path, "number", value);
                // No more than a rehearsal can hold.
                if (((Number) value).longValue() > MOST_PODS) {
                    throw Rejections.invalid(
                            ref, path, "Invalid value: in a rehearsal it must be at most " + MOST_PODS);
                }
            }
            default ->
                expect(value instanceof Long || value instanceof Integer, ref, path, "numeric (int or float)", value);
        }
    }

    private static void expect(boolean fits, ObjectRef ref, String path, String type, Object value) {
        if (!fits) {
            throw Rejections.wrongType(ref, path, type, value);
        }
    }
}
