package dev.labctl.tree;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Pure functions on trees of maps with text keys, lists, strings, numbers, booleans and null. */
public final class Tree {
    private static final Pattern RFC_3339 = Pattern.compile("[0-9]{4}-");

    private Tree() {}

    /** The value at a path of keys; empty if a key is missing, an intermediate value is not a map, or the value is null. */
    public static Optional<Object> at(Object tree, String... path) {
        Object node = tree;
        for (String key : path) {
            if (!(node instanceof Map<?, ?> map)) {
                return Optional.empty();
            }
            node = map.get(key);
        }
        return Optional.ofNullable(node);
    }

    /** The text at a path; a number or boolean is converted to text. */
    public static Optional<String> text(Object tree, String... path) {
        return at(tree, path)
                .filter(value -> !(value instanceof Map) && !(value instanceof List))
                .map(Object::toString);
    }

    /** The same, but an empty text counts as missing, as it does to Kubernetes and in Helm's charts. */
    public static Optional<String> nonEmpty(Object tree, String... path) {
        return text(tree, path).filter(text -> !text.isEmpty());
    }

    /** Whether the text at a path is this one. */
    public static boolean has(Object tree, String text, String... path) {
        return text(tree, path).filter(text::equals).isPresent();
    }

    /** The whole number at a path. */
    public static Optional<Long> number(Object tree, String... path) {
        return at(tree, path).filter(Number.class::isInstance).map(value -> ((Number) value).longValue());
    }

    /** The same for fields of 32 bits: a number that does not fit becomes the nearest one that does. */
    public static Optional<Integer> integer(Object tree, String... path) {
        return number(tree, path).map(value -> (int) Math.max(Integer.MIN_VALUE, Math.min(value, Integer.MAX_VALUE)));
    }

    /** The time at a path, in RFC 3339, whose years have four digits, as Kubernetes writes it; empty if what is there is none. */
    public static Optional<Instant> time(Object tree, String... path) {
        try {
            return text(tree, path)
                    .filter(text -> RFC_3339.matcher(text).lookingAt())
                    .map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The boolean at a path. */
    public static Optional<Boolean> flag(Object tree, String... path) {
        return at(tree, path).filter(Boolean.class::isInstance).map(Boolean.class::cast);
    }

    /** The list at a path; empty if there is none. */
    public static List<Object> list(Object tree, String... path) {
        return at(tree, path).stream()
                .filter(List.class::isInstance)
                .<Object>flatMap(list -> ((List<?>) list).stream())
                .filter(Objects::nonNull)
                .toList();
    }

    /** The map at a path; empty if there is none. */
    public static Map<String, Object> map(Object tree, String... path) {
        return at(tree, path)
                .filter(Map.class::isInstance)
                .map(value -> copy((Map<?, ?>) value))
                .orElse(Map.of());
    }

    /** The map of texts at a path, such as labels; other values are converted to text, and no value to the empty one. */
    public static Map<String, String> texts(Object tree, String... path) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (at(tree, path).orElse(null) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> texts.put(String.valueOf(key), Objects.toString(value, "")));
        }
        return texts;
    }

    private static Map<String, Object> copy(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }

    /** Merges the second tree into the first, as Helm merges values: maps are merged, other values replaced. */
    public static Map<String, Object> merge(Map<String, Object> below, Map<String, Object> above) {
        Map<String, Object> merged = new LinkedHashMap<>(below);
        above.forEach((key, value) -> merged.put(
                key,
                merged.get(key) instanceof Map<?, ?> x && value instanceof Map<?, ?> y
                        ? merge(copy(x), copy(y))
                        : value));
        return merged;
    }

    /** A tree of one value at a dotted path such as {@code ipam.mode}. */
    public static Map<String, Object> single(String dottedPath, Object value) {
        int dot = dottedPath.indexOf('.');
        return dot < 0
                ? Map.of(dottedPath, value)
                : Map.of(dottedPath.substring(0, dot), single(dottedPath.substring(dot + 1), value));
    }

    /** SHA-256 of the tree's content in hexadecimal, independent of the order of keys. */
    public static String fingerprint(Object tree) {
        StringBuilder canonical = new StringBuilder();
        write(tree, canonical);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(canonical.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Lengths precede contents, so that different trees have different texts. */
    private static void write(Object tree, StringBuilder out) {
        if (tree instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>(copy(map));
            out.append('m').append(sorted.size());
            sorted.forEach((key, value) -> {
                write(key, out);
                write(value, out);
            });
        } else if (tree instanceof List<?> list) {
            out.append('l').append(list.size());
            list.forEach(item -> write(item, out));
        } else if (tree instanceof Number number) {
            out.append('n').append(number.doubleValue());
        } else {
            String text = String.valueOf(tree);
            out.append(tree instanceof String ? 's' : 'v')
                    .append(text.length())
                    .append(':')
                    .append(text);
        }
    }

    /** The leaves of a tree with their dotted paths; lists and empty maps are leaves. */
    public static Map<String, Object> leaves(Map<String, Object> tree) {
        Map<String, Object> leaves = new LinkedHashMap<>();
        collect("", tree, leaves);
        return leaves;
    }

    private static void collect(String prefix, Map<String, Object> tree, Map<String, Object> leaves) {
        tree.forEach((key, value) -> {
            if (value instanceof Map<?, ?> map && !map.isEmpty()) {
                collect(prefix + key + ".", copy(map), leaves);
            } else {
                leaves.put(prefix + key, value);
            }
        });
    }

    /** A map with these keys and values in this order; those whose value is null are left out. */
    public static Map<String, Object> of(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>(pairs.length);
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i + 1] != null) {
                map.put((String) pairs[i], pairs[i + 1]);
            }
        }
        return map;
    }

    /** The tree with another value at a path; it is copied, and shares what lies beside the path. */
    public static Map<String, Object> with(Map<String, Object> tree, Object value, String... path) {
        Map<String, Object> copy = new LinkedHashMap<>(tree);
        if (path.length == 1) {
            copy.put(path[0], value);
        } else {
            copy.put(path[0], with(map(tree, path[0]), value, rest(path)));
        }
        return copy;
    }

    /** The tree with the value at a path where it has none there. */
    public static Map<String, Object> withDefault(Map<String, Object> tree, Object value, String... path) {
        return at(tree, path).isPresent() ? tree : with(tree, value, path);
    }

    /** The tree without what is at a path. */
    public static Map<String, Object> without(Map<String, Object> tree, String... path) {
        if (at(tree, path).isEmpty()) {
            return tree;
        }
        Map<String, Object> copy = new LinkedHashMap<>(tree);
        if (path.length == 1) {
            copy.remove(path[0]);
        } else {
            copy.put(path[0], without(map(tree, path[0]), rest(path)));
        }
        return copy;
    }

    private static String[] rest(String[] path) {
        return Arrays.copyOfRange(path, 1, path.length);
    }
}
