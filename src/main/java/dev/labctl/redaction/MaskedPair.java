package dev.labctl.redaction;

import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Two states of an object, or of Helm values, without their secrets: {@code (redacted)} stands for each. Of one that differs, the
 * later state says so: {@code (redacted, changed)}.
 */
public record MaskedPair(Map<String, Object> before, Map<String, Object> after) {
    private static final String CHANGED = "(redacted, changed)";

    /** Characters for private use: no text of a cluster means anything by them. */
    private static final Pattern MARK = Pattern.compile("\uE000[0-9]+\uE001");

    /** Both states with a mark for each secret: the same one for the same secret. */
    private static final class Marks {
        private final Map<String, String> known = new HashMap<>();
        private final TreeMask mask = new TreeMask(this::text, this::of, this::data);

        private String of(String secret) {
            return known.computeIfAbsent(secret, key -> "\uE000" + known.size() + "\uE001");
        }

        private String text(String text) {
            String without = SecretTexts.without(text);
            return without.equals(text) ? text : without.replace(SecretTexts.GONE, of(text));
        }

        private Optional<UnaryOperator<Object>> data(Map<String, Object> object, String part) {
            boolean secret = Tree.has(object, "Secret", "kind")
                    && Set.of("data", "stringData").contains(part);
            return secret ? Optional.of(value -> of(String.valueOf(value))) : Optional.empty();
        }
    }

    /** Both states without their secrets. */
    public static MaskedPair of(Map<String, Object> before, Map<String, Object> after) {
        Marks marks = new Marks();
        Map<String, Object> first = marks.mask.of(before);
        Map<String, Object> second = marks.mask.of(after);
        return new MaskedPair(
                Tree.map(settled(first, second, SecretTexts.GONE)), Tree.map(settled(second, first, CHANGED)));
    }

    /** With words in place of the marks. */
    private static Object settled(Object value, Object other, String changed) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, child) -> copy.put(
                    String.valueOf(key), settled(child, other instanceof Map<?, ?> o ? o.get(key) : null, changed)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                copy.add(settled(list.get(i), counterpart(list.get(i), i, other), changed));
            }
            return copy;
        }
        if (!(value instanceof String text)) {
            return value;
        }
        boolean same = other == null || Objects.equals(text, other);
        return MARK.matcher(text).replaceAll(same ? SecretTexts.GONE : changed);
    }

    /** The item of another list with the same name, or at the same place. */
    private static Object counterpart(Object item, int place, Object other) {
        if (!(other instanceof List<?> items)) {
            return null;
        }
        Optional<String> name = Tree.text(item, "name");
        Object same = place < items.size() ? items.get(place) : null;
        return name.isEmpty()
                ? same
                : items.stream()
                        .filter(each -> Tree.has(each, name.get(), "name"))
                        .findFirst()
                        .orElse(null);
    }
}
