package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.tree.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What server-side apply makes of an object (Kubernetes docs, "Server-Side Apply"): maps are merged field by field, lists of
 * things with names or ports by these, all other lists are replaced; a field that its manager applied before and does not apply
 * now goes, unless another one has applied it as well.
 */
final class ServerSideApply {
    private ServerSideApply() {}

    /** A map, or a list of things with names: what can be merged, by its keys. */
    private record Branch(boolean list, Map<String, Object> children) {
        /** Empty for what can only be replaced. */
        static Optional<Branch> of(Object value) {
            if (value instanceof Map) {
                return Optional.of(new Branch(false, Tree.map(value)));
            }
            Map<String, Object> named = new LinkedHashMap<>();
            if (value instanceof List<?> items) {
                items.forEach(item -> named.put(name(item), item));
            }
            return named.isEmpty() || named.containsKey("") ? Optional.empty() : Optional.of(new Branch(true, named));
        }

        /** What identifies an item of a list: a port's number and protocol, else a name. */
        private static String name(Object item) {
            return Tree.text(item, "containerPort")
                    .or(() -> Tree.text(item, "port"))
                    .map(port -> port + "/" + Tree.text(item, "protocol").orElse("TCP"))
                    .or(() -> Tree.text(item, "name"))
                    .orElse("");
        }

        Optional<Branch> like(Object value) {
            return of(value).filter(other -> other.list == list);
        }

        /** A key as paths have it: {@code .spec}, {@code ["http"]}. */
        String step(String key) {
            return list ? "[\"" + key + "\"]" : "." + key;
        }

        Object value(Map<String, Object> otherChildren) {
            return list ? List.copyOf(otherChildren.values()) : otherChildren;
        }
    }

    /**
     * The object after an apply.
     *
     * @param live as it is
     * @param before what the same manager applied the last time
     * @param now what it applies
     * @param others what the other managers have applied
     */
    static Map<String, Object> apply(
            Map<String, Object> live,
            Map<String, Object> before,
            Map<String, Object> now,
            List<Map<String, Object>> others) {
        Object merged = merge(without(live, before, now), now);
        for (Map<String, Object> other : others) {
            merged = merge(other, merged);
        }
        return Tree.map(merged);
    }

    /** The fields that another manager has set to something else, with their paths: {@code .spec.replicas}. */
    static List<String> conflicts(Map<String, Object> now, Map<String, Object> other) {
        Map<String, Object> theirs = new TreeMap<>();
        fields("", other, theirs);
        Map<String, Object> ours = new TreeMap<>();
        fields("", now, ours);
        return ours.entrySet().stream()
                .filter(field -> theirs.containsKey(field.getKey())
                        && !Objects.equals(theirs.get(field.getKey()), field.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void fields(String path, Object value, Map<String, Object> fields) {
        Branch.of(value)
                .ifPresentOrElse(
                        branch -> branch.children()
                                .forEach((key, child) -> fields(path + branch.step(key), child, fields)),
                        () -> fields.put(path, value));
    }

    /** A manager's fields without those at some paths, which another one has taken over. */
    static Map<String, Object> withoutFields(Map<String, Object> fields, List<String> paths) {
        return Tree.map(withoutFields("", fields, paths));
    }

    private static Object withoutFields(String path, Object value, List<String> paths) {
        return Branch.of(value)
                .map(branch -> {
                    Map<String, Object> left = new LinkedHashMap<>(branch.children());
                    left.keySet().removeIf(key -> paths.contains(path + branch.step(key)));
                    left.replaceAll((key, child) -> withoutFields(path + branch.step(key), child, paths));
                    return branch.value(left);
                })
                .orElse(value);
    }

    /** Null takes a field away. The items of a list are in the order of the one above, then those that it does not have. */
    private static Object merge(Object below, Object above) {
        Optional<Branch> upper = Branch.of(above);
        Optional<Branch> lower = upper.flatMap(branch -> branch.like(below));
        if (lower.isEmpty()) {
            return above;
        }
        Map<String, Object> merged = new LinkedHashMap<>();
        if (upper.get().list()) {
            merged.putAll(upper.get().children());
        }
        lower.get().children().forEach(merged::putIfAbsent);
        upper.get().children().forEach((key, value) -> {
            Object old = lower.get().children().get(key);
            merged.put(key, value == null || old == null ? value : merge(old, value));
        });
        merged.values().removeIf(Objects::isNull);
        return upper.get().value(merged);
    }

    /** Takes away what was applied before and is not applied now. */
    private static Object without(Object live, Object before, Object now) {
        Optional<Branch> branch = Branch.of(live);
        Optional<Branch> was = branch.flatMap(one -> one.like(before));
        Optional<Branch> is = branch.flatMap(one -> one.like(now));
        if (was.isEmpty() || is.isEmpty()) {
            return live;
        }
        Map<String, Object> left = new LinkedHashMap<>(branch.get().children());
        was.get().children().forEach((key, value) -> {
            if (!is.get().children().containsKey(key)) {
                left.remove(key);
            } else if (left.containsKey(key)) {
                left.put(key, without(left.get(key), value, is.get().children().get(key)));
            }
        });
        return branch.get().value(left);
    }
}
