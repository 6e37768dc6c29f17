package dev.labctl.tree;

import java.util.LinkedHashMap;
import java.util.Map;

/** Builds a tree from values at dotted paths such as {@code metadata.name}, in the order in which they are put. */
public final class TreeBuilder {
    private final Map<String, Object> tree = new LinkedHashMap<>();

    /** Puts a value at a path; null is left out. */
    public TreeBuilder put(String path, Object value) {
        if (value != null) {
            put(tree, path, value);
        }
        return this;
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> branch, String path, Object value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            branch.put(path, value);
        } else {
            Object next = branch.computeIfAbsent(path.substring(0, dot), key -> new LinkedHashMap<>());
            put((Map<String, Object>) next, path.substring(dot + 1), value);
        }
    }

    public Map<String, Object> build() {
        return tree;
    }
}
