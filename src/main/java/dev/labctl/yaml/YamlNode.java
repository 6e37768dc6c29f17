package dev.labctl.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value in a YAML document with its position. */
public sealed interface YamlNode {
    Position position();

    /** A value that is in no file, all of it at one position. */
    static YamlNode of(Object tree, Position position) {
        if (tree instanceof Map<?, ?> map) {
            Map<String, Entry> entries = new LinkedHashMap<>();
            map.forEach((key, value) -> entries.put(key.toString(), new Entry(position, of(value, position))));
            return new Mapping(position, entries);
        }
        return tree instanceof List<?> list
                ? new Sequence(
                        position, list.stream().map(item -> of(item, position)).toList())
                : new Scalar(position, tree, String.valueOf(tree));
    }

    /** The value without positions, as in JSON: maps, lists, strings, numbers, booleans and null. */
    Object tree();

    /** The kind of value, for the user. */
    default String what() {
        if (!(this instanceof Scalar scalar)) {
            return this instanceof Mapping ? "a mapping" : "a list";
        }
        if (scalar.value() == null) {
            return "empty";
        }
        if (scalar.value() instanceof Boolean flag) {
            boolean plain = scalar.written().equalsIgnoreCase(flag.toString());
            return "a boolean"
                    + (plain ? "" : " (`" + scalar.written() + "` is the boolean " + flag + " to Kubernetes)");
        }
        return scalar.value() instanceof String ? "text" : "a number";
    }

    /** This node if it is a mapping; otherwise adds a problem, in which {@code name} stands for it. */
    default Optional<Mapping> mapping(String name, Problems problems) {
        if (this instanceof Mapping mapping) {
            return Optional.of(mapping);
        }
        problems.add(position(), name + " must be a mapping, not " + what());
        return Optional.empty();
    }

    /** A mapping with text keys, in file order. */
    record Mapping(Position position, Map<String, Entry> entries) implements YamlNode {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        public Optional<YamlNode> get(String key) {
            return Optional.ofNullable(entries.get(key)).map(Entry::value);
        }

        @Override
        public Map<String, Object> tree() {
            Map<String, Object> tree = new LinkedHashMap<>();
            entries.forEach((key, entry) -> tree.put(key, entry.value().tree()));
            return tree;
        }
    }

    /** One key of a mapping with its value. */
    record Entry(Position key, YamlNode value) {}

    record Sequence(Position position, List<YamlNode> items) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public List<Object> tree() {
            List<Object> tree = new ArrayList<>();
            items.forEach(item -> tree.add(item.tree()));
            return tree;
        }
    }

    /**
     * A single value.
     *
     * @param value a String, Long, Double, Boolean or null
     * @param written its text in the file, without quotes
     */
    record Scalar(Position position, Object value, String written) implements YamlNode {
        @Override
        public Object tree() {
            return value;
        }
    }
}
