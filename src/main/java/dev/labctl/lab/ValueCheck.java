package dev.labctl.lab;

import dev.labctl.lab.ValueNote.Verdict;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.Position;
import dev.labctl.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares Helm values with the chart of the pinned Cilium. Helm refuses values of a type that the chart's schema does not
 * allow; keys that the chart does not have it passes over in silence.
 */
final class ValueCheck {
    private static final Map<String, String> WORDS = Map.of(
            "string", "text",
            "integer", "a whole number",
            "number", "a number",
            "boolean", "true or false",
            "array", "a list",
            "object", "a mapping",
            "map", "a mapping");

    private final String mode;
    private final List<ValueNote> notes = new ArrayList<>();

    private ValueCheck(String mode) {
        this.mode = mode;
    }

    /** What is wrong with these values, from top to bottom. */
    static List<ValueNote> of(YamlNode.Mapping values) {
        ValueCheck check =
                new ValueCheck(Tree.text(values.tree(), "ipam", "mode").orElse(""));
        check.keys("", values, ChartKey.root());
        return check.notes;
    }

    private void keys(String prefix, YamlNode.Mapping mapping, ChartKey parent) {
        mapping.entries().forEach((name, entry) -> {
            String path = prefix + name;
            Optional<ChartKey> known = Optional.ofNullable(parent.keys().get(name));
            Optional<RemovedValue> removed = RemovedValue.at(path);
            if (removed.isPresent()) {
                removed(removed.get(), entry);
            } else if (known.isPresent()) {
                setting(path, entry.value(), known.get());
            } else if (entry.value() instanceof YamlNode.Mapping inner && RemovedValue.isBelow(path)) {
                keys(path + ".", inner, parent);
            } else if (!parent.open()) {
                unknown(path, entry, parent);
            }
        });
    }

    private void removed(RemovedValue removed, YamlNode.Entry entry) {
        boolean fails = removed.fails(entry.value().tree(), mode);
        notes.add(new ValueNote(
                entry.key(),
                fails ? Verdict.REFUSED : Verdict.IGNORED,
                "`" + removed.path() + "` was removed from Cilium's chart, "
                        + (fails ? "which fails if it is set" : "which ignores it"),
                removed.advice()));
    }

    private void unknown(String path, YamlNode.Entry entry, ChartKey parent) {
        notes.add(new ValueNote(
                entry.key(),
                Verdict.IGNORED,
                "`" + path + "` is not in Cilium's chart " + ChartKey.version() + ", which ignores it",
                MeantKey.advice(path, parent).orElse("Correct or remove it.")));
    }

    /** Without a value, Helm removes the chart's own. */
    private void setting(String path, YamlNode node, ChartKey key) {
        if (!(node instanceof YamlNode.Scalar scalar) || scalar.value() != null) {
            value(path, node, key);
        } else if (key.needsKeys()) {
            refuse(
                    node.position(),
                    "`" + path + "` has no value, which removes the defaults that the chart needs",
                    "Remove the key, or set one below it.");
        }
    }

    private void value(String path, YamlNode node, ChartKey key) {
        if (type(node).stream().noneMatch(key::allows)) {
            refuse(
                    node.position(),
                    "`" + path + "` must be " + words(key) + ", not " + node.what(),
                    advice(path, node, key));
        } else if (node instanceof YamlNode.Mapping mapping) {
            keys(path + ".", mapping, key);
        } else if (node instanceof YamlNode.Sequence list) {
            key.items().ifPresent(item -> {
                for (int i = 0; i < list.items().size(); i++) {
                    value(path + "[" + i + "]", list.items().get(i), item);
                }
            });
        } else if (!key.values().isEmpty() && !key.values().contains(String.valueOf(node.tree()))) {
            String allowed = String.join(" or ", key.values());
            refuse(node.position(), "`" + path + "` must be " + allowed + ", not `" + node.tree() + "`", "");
        }
    }

    private void refuse(Position position, String message, String fix) {
        notes.add(new ValueNote(position, Verdict.REFUSED, message, fix));
    }

    /** The types of JSON Schema that a value has. */
    private static List<String> type(YamlNode node) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            return node instanceof YamlNode.Mapping ? List.of("object", "map") : List.of("array");
        }
        Object value = scalar.value();
        if (value instanceof Number number) {
            return number.doubleValue() % 1 == 0 ? List.of("integer", "number") : List.of("number");
        }
        return List.of(value == null ? "null" : value instanceof Boolean ? "boolean" : "string");
    }

    private static String words(ChartKey key) {
        return String.join(
                " or ",
                key.types().stream()
                        .filter(WORDS::containsKey)
                        .map(WORDS::get)
                        .distinct()
                        .toList());
    }

    private static String advice(String path, YamlNode node, ChartKey key) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            return "";
        }
        if (key.allows("string")) {
            return "Quote it.";
        }
        if (scalar.value() instanceof String text) {
            if (key.allows("array")) {
                return "Write [" + text + "].";
            }
            boolean number = text.matches("-?[0-9]+") && (key.allows("integer") || key.allows("number"));
            boolean flag = List.of("true", "false").contains(text) && key.allows("boolean");
            if (number || flag) {
                return "Remove the quotes.";
            }
        }
        return List.of("enabled", "mode").stream()
                .filter(name -> Optional.ofNullable(key.keys().get(name))
                        .filter(inner -> type(node).stream().anyMatch(inner::allows))
                        .isPresent())
                .findFirst()
                .map(name -> "Set " + path + "." + name + ".")
                .orElse("");
    }
}
