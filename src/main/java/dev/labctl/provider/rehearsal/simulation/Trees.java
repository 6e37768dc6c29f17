package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Trees with one part changed. A tree that is in the store is never changed itself: readers may hold it. */
final class Trees {
    private Trees() {}

    /** A map with these keys and values in this order; those whose value is null are left out. */
    static Map<String, Object> of(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>(pairs.length);
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i + 1] != null) {
                map.put((String) pairs[i], pairs[i + 1]);
            }
        }
        return map;
    }

    /** The tree with another value at a path; what lies beside the path is shared. */
    static Map<String, Object> with(Map<String, Object> tree, Object value, String... path) {
        Map<String, Object> copy = new LinkedHashMap<>(tree);
        if (path.length == 1) {
            copy.put(path[0], value);
        } else {
            copy.put(path[0], with(Tree.map(tree, path[0]), value, rest(path)));
        }
        return copy;
    }

    /** The tree with the value at a path where it has none there. */
    static Map<String, Object> withDefault(Map<String, Object> tree, Object value, String... path) {
        return Tree.at(tree, path).isPresent() ? tree : with(tree, value, path);
    }

    /** The tree without what is at a path. */
    static Map<String, Object> without(Map<String, Object> tree, String... path) {
        if (Tree.at(tree, path).isEmpty()) {
            return tree;
        }
        Map<String, Object> copy = new LinkedHashMap<>(tree);
        if (path.length == 1) {
            copy.remove(path[0]);
        } else {
            copy.put(path[0], without(Tree.map(tree, path[0]), rest(path)));
        }
        return copy;
    }

    /** The tree with all its keys in order: the order of some maps of the JDK differs from one JVM to the next. */
    static Object sorted(Object tree) {
        if (tree instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, value) -> sorted.put(String.valueOf(key), sorted(value)));
            return sorted;
        }
        if (tree instanceof List<?> list) {
            List<Object> items = new ArrayList<>(list.size());
            list.forEach(item -> items.add(sorted(item)));
            return items;
        }
        return tree;
    }

    private static String[] rest(String[] path) {
        return Arrays.copyOfRange(path, 1, path.length);
    }
}
