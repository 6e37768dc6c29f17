package dev.labctl.yaml;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads the fields of a mapping, each with its required type, and adds every problem with its position. A field of a wrong type
 * counts as missing, so that the caller can continue with the next one.
 */
public final class Fields {
    private final YamlNode.Mapping mapping;
    private final Problems problems;
    private final Set<String> known = new HashSet<>();

    private Fields(YamlNode.Mapping mapping, Problems problems) {
        this.mapping = mapping;
        this.problems = problems;
    }

    /** The fields of a node; adds a problem and is empty if the node is not a mapping. */
    public static Optional<Fields> of(YamlNode node, String what, Problems problems) {
        return node.mapping(what, problems).map(mapping -> new Fields(mapping, problems));
    }

    public Position position() {
        return mapping.position();
    }

    /** The complete mapping, without positions. */
    public Map<String, Object> tree() {
        return mapping.tree();
    }

    public Optional<String> text(String key) {
        return scalar(key, String.class, "text");
    }

    /** A text that must be present and not blank. */
    public Optional<String> requiredText(String key) {
        Optional<String> text = text(key);
        if (text.isPresent() && text.get().isBlank()) {
            problem(key, "`" + key + "` is blank");
            return Optional.empty();
        }
        require(key);
        return text;
    }

    public Optional<Boolean> flag(String key) {
        return scalar(key, Boolean.class, "true or false");
    }

    public OptionalInt count(String key) {
        return number(key, 0, Integer.MAX_VALUE);
    }

    /** A whole number in these bounds, both included. */
    public OptionalInt number(String key, int least, int most) {
        Optional<Long> value = scalar(key, Long.class, "a whole number");
        if (value.isPresent() && (value.get() < least || value.get() > most)) {
            problem(key, "`" + key + "` must be between " + least + " and " + most);
            return OptionalInt.empty();
        }
        return value.map(Long::intValue).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /** A text that must be one of the given choices. */
    public Optional<String> choice(String key, List<String> choices) {
        Optional<String> value = text(key);
        if (value.isPresent() && !choices.contains(value.get())) {
            problem(key, "`" + key + "` must be " + String.join(" or ", choices) + ", not `" + value.get() + "`");
            return Optional.empty();
        }
        return value;
    }

    /** The same for the lower-case names of an enum's constants. */
    public <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        List<String> names = constants.stream()
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        return choice(key, names).map(name -> constants.get(names.indexOf(name)));
    }

    /** Whether the key is present, even without a value. */
    public boolean has(String key) {
        known.add(key);
        return mapping.get(key).isPresent();
    }

    public Optional<YamlNode> node(String key) {
        known.add(key);
        return mapping.get(key).filter(node -> !isNull(node));
    }

    public Optional<Fields> fields(String key) {
        return node(key).flatMap(node -> of(node, "`" + key + "`", problems));
    }

    /** The items of a list; none if the key is missing. */
    public List<YamlNode> items(String key) {
        return typed(key, YamlNode.Sequence.class, "a list")
                .map(YamlNode.Sequence::items)
                .orElse(List.of());
    }

    /** The items of a list that are mappings, with the problem noted for those that are not; {@code what} names one. */
    public List<Fields> mappings(String key, String what) {
        return items(key).stream()
                .flatMap(item -> of(item, what, problems).stream())
                .toList();
    }

    /**
     * The same of a file in {@link Dialect#KIND}: an item without a value is left out, as the library does with which kind reads
     * (go.yaml.in/yaml 3.0.4 {@code decode.go}).
     */
    public List<Fields> presentMappings(String key, String what) {
        return items(key).stream()
                .filter(item -> !isNull(item))
                .flatMap(item -> of(item, what, problems).stream())
                .toList();
    }

    /** A mapping of texts, such as labels; no value is the empty text, as in Go. */
    public Map<String, String> texts(String key) {
        return texts(key, scalar -> scalar.value() instanceof String || scalar.value() == null);
    }

    /** The same of a file in {@link Dialect#KIND}, in which any single value can be a text: {@code yes} as well as {@code 1}. */
    public Map<String, String> anyTexts(String key) {
        return texts(key, scalar -> true);
    }

    private Map<String, String> texts(String key, Predicate<YamlNode.Scalar> accepted) {
        Map<String, String> texts = new LinkedHashMap<>();
        typed(key, YamlNode.Mapping.class, "a mapping")
                .ifPresent(mapping -> mapping.entries().forEach((name, entry) -> {
                    if (entry.value() instanceof YamlNode.Scalar scalar && accepted.test(scalar)) {
                        texts.put(name, text(scalar));
                    } else {
                        problems.add(
                                entry.value().position(),
                                "`" + key + "." + name + "` must be text, not "
                                        + entry.value().what() + ": quote it");
                    }
                }));
        return texts;
    }

    private static String text(YamlNode.Scalar scalar) {
        if (scalar.value() == null) {
            return "";
        }
        return scalar.value() instanceof String text ? text : scalar.written();
    }

    /** Adds a problem if the key is missing. */
    public void require(String key) {
        if (mapping.get(key).filter(node -> !isNull(node)).isEmpty()) {
            problems.add(mapping.position(), "`" + key + "` is missing");
        }
    }

    /** Keys that may be there, and are not read. */
    public void ignore(String... keys) {
        known.addAll(Set.of(keys));
    }

    /** Adds a problem for every key that was not read. */
    public void nothingElse() {
        mapping.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                problems.add(
                        entry.key(),
                        "unknown key `" + key + "`; known keys: "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        });
    }

    /** Notes a problem of the mapping itself. */
    public void problem(String message) {
        problems.add(mapping.position(), message);
    }

    public void problem(String key, String message) {
        problems.add(place(key), message);
    }

    private <T> Optional<T> scalar(String key, Class<T> type, String words) {
        return typed(key, node -> node instanceof YamlNode.Scalar scalar && type.isInstance(scalar.value()), words)
                .map(node -> type.cast(node.tree()));
    }

    private <T extends YamlNode> Optional<T> typed(String key, Class<T> type, String words) {
        return typed(key, type::isInstance, words).map(type::cast);
    }

    private Optional<YamlNode> typed(String key, Predicate<YamlNode> type, String words) {
        Optional<YamlNode> node = node(key);
        if (node.isPresent() && !type.test(node.get())) {
            problem(
                    key,
                    "`" + key + "` must be " + words + ", not " + node.get().what());
        }
        return node.filter(type);
    }

    private Position place(String key) {
        return mapping.get(key).map(YamlNode::position).orElse(mapping.position());
    }

    private static boolean isNull(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar && scalar.value() == null;
    }
}
