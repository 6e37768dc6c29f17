package dev.labctl.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Patches of trees: JSON merge patches (RFC 7386) and JSON patches (RFC 6902). The trees that they are given do not change. */
public final class Patches {
    private Patches() {}

    /** Merges maps; a null takes the key away, any other value replaces what was there. */
    public static Map<String, Object> merge(Map<String, Object> tree, Map<String, Object> patch) {
        Map<String, Object> merged = new LinkedHashMap<>(tree);
        patch.forEach((key, value) -> {
            if (value == null) {
                merged.remove(key);
            } else if (value instanceof Map<?, ?> changes) {
                merged.put(key, merge(Tree.map(merged, key), Tree.map(changes)));
            } else {
                merged.put(key, value);
            }
        });
        return merged;
    }

    /**
     * Applies operations in their order.
     *
     * @throws IllegalArgumentException with a message for the user if one cannot be applied
     */
    public static Map<String, Object> apply(Map<String, Object> tree, List<Object> operations) {
        Object changed = tree;
        for (Object operation : operations) {
            changed = apply(changed, operation);
        }
        return Tree.map(changed);
    }

    private static Object apply(Object tree, Object operation) {
        String name = Tree.text(operation, "op").orElse("");
        List<String> path = path(operation, "path");
        Object value = Tree.at(operation, "value").orElse(null);
        return switch (name) {
            case "add" -> change(tree, path, new Change(name, value));
            case "remove" -> change(tree, path, new Change(name, null));
            case "replace" -> change(tree, path, new Change(name, value));
            case "copy" -> change(tree, path, new Change("add", get(tree, path(operation, "from"))));
            case "move" -> {
                List<String> from = path(operation, "from");
                Object moved = get(tree, from);
                yield change(change(tree, from, new Change("remove", null)), path, new Change("add", moved));
            }
            case "test" -> {
                if (!Objects.equals(get(tree, path), value)) {
                    throw new IllegalArgumentException("the test of " + pointer(path) + " fails");
                }
                yield tree;
            }
            default -> throw new IllegalArgumentException("\"" + name + "\" is no operation of a JSON patch");
        };
    }

    /** What becomes of the value at the end of a path. */
    private record Change(String operation, Object value) {
        boolean adds() {
            return operation.equals("add");
        }

        boolean removes() {
            return operation.equals("remove");
        }
    }

    private static List<String> path(Object operation, String key) {
        String pointer = Tree.text(operation, key).orElse("");
        if (!pointer.startsWith("/")) {
            throw new IllegalArgumentException("`" + key + "` must start with a slash, not be \"" + pointer + "\"");
        }
        return Arrays.stream(pointer.substring(1).split("/", -1))
                .map(part -> part.replace("~1", "/").replace("~0", "~"))
                .toList();
    }

    private static String pointer(List<String> path) {
        return "/" + String.join("/", path);
    }

    private static Object get(Object tree, List<String> path) {
        Object node = tree;
        for (String key : path) {
            node = node instanceof List<?> list ? list.get(index(list.size() - 1, key)) : member(node, key);
        }
        return node;
    }

    private static Object member(Object tree, String key) {
        return Tree.at(tree, key).orElseThrow(() -> missing(key));
    }

    private static int index(int last, String key) {
        if (!key.matches("[0-9]{1,6}") || Integer.parseInt(key) > last) {
            throw missing(key);
        }
        return Integer.parseInt(key);
    }

    private static IllegalArgumentException missing(String key) {
        return new IllegalArgumentException("there is no \"" + key + "\" on its path");
    }

    private static Object change(Object tree, List<String> path, Change change) {
        String key = path.get(0);
        if (tree instanceof List<?> list) {
            return changeItem(list, path, change);
        }
        if (!(tree instanceof Map)) {
            throw missing(key);
        }
        Map<String, Object> copy = new LinkedHashMap<>(Tree.map(tree));
        if (path.size() > 1) {
            copy.put(key, change(member(tree, key), path.subList(1, path.size()), change));
        } else if (change.adds()) {
            copy.put(key, change.value());
        } else {
            member(tree, key);
            copy.put(key, change.value());
            if (change.removes()) {
                copy.remove(key);
            }
        }
        return copy;
    }

    private static Object changeItem(List<?> list, List<String> path, Change change) {
        List<Object> copy = new ArrayList<>(list);
        String key = path.get(0);
        if (path.size() > 1) {
            int place = index(list.size() - 1, key);
            copy.set(place, change(list.get(place), path.subList(1, path.size()), change));
        } else if (change.adds()) {
            copy.add(key.equals("-") ? list.size() : index(list.size(), key), change.value());
        } else if (change.removes()) {
            copy.remove(index(list.size() - 1, key));
        } else {
            copy.set(index(list.size() - 1, key), change.value());
        }
        return copy;
    }
}
