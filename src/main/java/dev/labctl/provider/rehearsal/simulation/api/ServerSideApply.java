package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What server-side apply makes of an object (Kubernetes docs, "Server-Side Apply"): maps are merged field by field, lists of
 * things with names or ports by these, all other lists are replaced; a field that its manager applied before and does not apply
 * now goes, unless another one has applied it as well.
 */
final class ServerSideApply {
    private ServerSideApply() {}

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
        Map<String, Object> merged = merge(without(live, before, now), now);
        for (Map<String, Object> other : others) {
            merged = merge(other, merged);
        }
        return merged;
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

    /** A manager's fields without those at some paths, which another one has taken over. */
    static Map<String, Object> withoutFields(Map<String, Object> fields, List<String> paths) {
        return Tree.map(withoutFields("", fields, paths));
    }

    private static Object withoutFields(String path, Object value, List<String> paths) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> left = new LinkedHashMap<>();
            map.forEach((key, child) -> {
                if (!paths.contains(path + "." + key)) {
                    left.put(String.valueOf(key), withoutFields(path + "." + key, child, paths));
                }
            });
            return left;
        }
        if (value instanceof List<?> list && named(list)) {
            return list.stream()
                    .map(item -> withoutFields(path + "[\"" + name(item) + "\"]", item, paths))
                    .toList();
        }
        return value;
    }

    private static void fields(String path, Object value, Map<String, Object> fields) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, child) -> fields(path + "." + key, child, fields));
        } else if (value instanceof List<?> list && named(list)) {
            list.forEach(item -> fields(path + "[\"" + name(item) + "\"]", item, fields));
        } else {
            fields.put(path, value);
        }
    }

    private static Map<String, Object> merge(Map<String, Object> below, Map<String, Object> above) {
        Map<String, Object> merged = new LinkedHashMap<>(below);
        above.forEach((key, value) -> {
            if (value == null) {
                merged.remove(key);
            } else {
                merged.put(key, below.get(key) == null ? value : merge(below.get(key), value));
            }
        });
        return merged;
    }

    private static Object merge(Object below, Object above) {
        if (below instanceof Map && above instanceof Map) {
            return merge(Tree.map(below), Tree.map(above));
        }
        if (below instanceof List<?> old && above instanceof List<?> list && named(old) && named(list)) {
            Map<String, Object> byName = new LinkedHashMap<>();
            list.forEach(item -> byName.put(name(item), item));
            old.forEach(item -> byName.merge(name(item), item, (now, before) -> merge(before, now)));
            return new ArrayList<>(byName.values());
        }
        return above;
    }

    /** Takes away what was applied before and is not applied now. */
    private static Map<String, Object> without(
            Map<String, Object> live, Map<String, Object> before, Map<String, Object> now) {
        Map<String, Object> left = new LinkedHashMap<>(live);
        before.forEach((key, value) -> {
            if (!now.containsKey(key)) {
                left.remove(key);
            } else if (left.containsKey(key)) {
                left.put(key, without(left.get(key), value, now.get(key)));
            }
        });
        return left;
    }

    private static Object without(Object live, Object before, Object now) {
        if (live instanceof Map && before instanceof Map && now instanceof Map) {
            return without(Tree.map(live), Tree.map(before), Tree.map(now));
        }
        if (live instanceof List<?> list
                && before instanceof List<?> old
                && now instanceof List<?> wanted
                && named(list)
                && named(old)
                && named(wanted)) {
            Map<String, Object> was = byName(old);
            Map<String, Object> is = byName(wanted);
            return list.stream()
                    .filter(item -> !was.containsKey(name(item)) || is.containsKey(name(item)))
                    .map(item ->
                            was.containsKey(name(item)) ? without(item, was.get(name(item)), is.get(name(item))) : item)
                    .toList();
        }
        return live;
    }

    private static Map<String, Object> byName(List<?> list) {
        Map<String, Object> named = new LinkedHashMap<>();
        list.forEach(item -> named.put(name(item), item));
        return named;
    }

    private static boolean named(List<?> list) {
        return !list.isEmpty() && list.stream().noneMatch(item -> name(item).isEmpty());
    }

    /** What identifies an item of a list: a port's number and protocol, else a name. */
    private static String name(Object item) {
        return Tree.text(item, "containerPort")
                .or(() -> Tree.text(item, "port"))
                .map(port -> port + "/" + Tree.text(item, "protocol").orElse("TCP"))
                .or(() -> Tree.text(item, "name"))
                .orElse("");
    }
}
