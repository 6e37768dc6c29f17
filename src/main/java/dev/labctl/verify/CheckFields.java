package dev.labctl.verify;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.lab.Range;
import dev.labctl.yaml.Fields;
import dev.labctl.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads values that several kinds of expectations share. */
final class CheckFields {
    private CheckFields() {}

    /** The labels of a selector that must be there; none, with the problem noted, where it is missing or wrong. */
    static Map<String, String> requiredLabels(Fields fields, String key) {
        return fields.requiredText(key).map(text -> labels(text, fields, key)).orElse(Map.of());
    }

    /** {@code app=nginx,tier=web}. */
    static String words(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .sorted()
                .collect(Collectors.joining(","));
    }

    static String join(Collection<?> items, String separator) {
        return items.stream().map(String::valueOf).collect(Collectors.joining(separator));
    }

    /** {@code IPv4 and IPv6}. */
    static String words(Set<Family> families) {
        return join(families, " and ");
    }

    /** Families in their own order. */
    static Set<Family> familySet(Fields fields, String key) {
        List<Family> families = families(fields, key);
        return families.isEmpty() ? Set.of() : EnumSet.copyOf(families);
    }

    /** Equality-based label selectors alone: {@code app=nginx,tier=web}. */
    static Map<String, String> labels(String text, Fields fields, String key) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals <= 0 || part.indexOf('=', equals + 1) >= 0 || part.contains("!")) {
                fields.problem(key, "`" + key + "` must be like app=nginx or app=nginx,tier=web");
                return Map.of();
            }
            labels.put(
                    part.substring(0, equals).strip(),
                    part.substring(equals + 1).strip());
        }
        return labels;
    }

    /** A count, or its least and its most. */
    static Optional<Range> range(Fields fields, String key) {
        Optional<YamlNode> node = fields.node(key);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (!(node.get() instanceof YamlNode.Mapping)) {
            OptionalInt count = fields.count(key);
            return count.isPresent() ? Optional.of(Range.exactly(count.getAsInt())) : Optional.empty();
        }
        return fields.fields(key).flatMap(range -> {
            range.require("min");
            range.require("max");
            OptionalInt min = range.count("min");
            OptionalInt max = range.count("max");
            range.nothingElse();
            if (min.isEmpty() || max.isEmpty()) {
                return Optional.empty();
            }
            if (min.getAsInt() > max.getAsInt()) {
                range.problem("max", "`max` is less than `min`");
            }
            return Optional.of(new Range(min.getAsInt(), max.getAsInt()));
        });
    }

    static List<Family> families(Fields fields, String key) {
        List<Family> families = list(fields, key, text -> family(text, fields, key));
        if (families.stream().distinct().count() < families.size()) {
            fields.problem(key, "`" + key + "` has a family twice");
        }
        return families;
    }

    static Optional<Family> family(String word, Fields fields, String key) {
        Optional<Family> family = Stream.of(Family.values())
                .filter(one -> one.toString().equals(word))
                .findFirst();
        if (family.isEmpty()) {
            fields.problem(key, "`" + key + "` must be IPv4 or IPv6, not `" + word + "`");
        }
        return family;
    }

    static List<Cidr> cidrs(Fields fields, String key) {
        return list(fields, key, text -> {
            try {
                return Optional.of(Cidr.parse(text));
            } catch (IllegalArgumentException e) {
                fields.problem(key, "`" + key + "`: " + e.getMessage());
                return Optional.empty();
            }
        });
    }

    /** The items of a list of texts, as what they mean. */
    private static <T> List<T> list(Fields fields, String key, Function<String, Optional<T>> meaning) {
        List<T> values = new ArrayList<>();
        for (YamlNode item : fields.items(key)) {
            if (item instanceof YamlNode.Scalar scalar && scalar.value() instanceof String text) {
                meaning.apply(text).ifPresent(values::add);
            } else {
                fields.problem(key, "`" + key + "` must be a list of texts, and has " + item.what());
            }
        }
        return values;
    }
}
