package dev.labctl.provider.rehearsal.simulation.api;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Values as Go's package {@code fmt} prints them, in which the API server quotes what it refuses. Pure. */
final class GoText {
    private static final double LARGE = 1e21;
    private static final double SMALL = 1e-4;

    private GoText() {}

    /** As the verb {@code %v}: {@code map[a:1 b:[x y]]}. */
    static String plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            return sorted(map).entrySet().stream()
                    .map(entry -> entry.getKey() + ":" + plain(entry.getValue()))
                    .collect(Collectors.joining(" ", "map[", "]"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(GoText::plain).collect(Collectors.joining(" ", "[", "]"));
        }
        return value == null ? "<nil>" : scalar(value);
    }

    /** As the verb {@code %#v}: {@code map[string]interface {}{"a":1}}. */
    static String syntax(Object value) {
        if (value instanceof Map<?, ?> map) {
            return sorted(map).entrySet().stream()
                    .map(entry -> quoted(entry.getKey()) + ":" + syntax(entry.getValue()))
                    .collect(Collectors.joining(", ", "map[string]interface {}{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(GoText::syntax).collect(Collectors.joining(", ", "[]interface {}{", "}"));
        }
        if (value == null) {
            return "interface {}(nil)";
        }
        return value instanceof String text ? quoted(text) : scalar(value);
    }

    /** As the verb {@code %T}. */
    static String type(Object value) {
        if (value instanceof Map) {
            return "map[string]interface {}";
        }
        if (value instanceof List) {
            return "[]interface {}";
        }
        return value instanceof Boolean ? "bool" : "string";
    }

    /** A map of texts, such as labels, as the verb {@code %#v} prints it. */
    static String texts(Map<String, String> texts) {
        return texts.isEmpty()
                ? "map[string]string(nil)"
                : new TreeMap<>(texts)
                        .entrySet().stream()
                                .map(entry -> quoted(entry.getKey()) + ":" + quoted(entry.getValue()))
                                .collect(Collectors.joining(", ", "map[string]string{", "}"));
    }

    private static Map<String, Object> sorted(Map<?, ?> map) {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
        return sorted;
    }

    private static String scalar(Object value) {
        if (!(value instanceof Double) && !(value instanceof Float)) {
            return String.valueOf(value);
        }
        double number = ((Number) value).doubleValue();
        double size = Math.abs(number);
        if (size == 0 || (size >= SMALL && size < LARGE)) {
            return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
        }
        String[] parts = Double.toString(number).split("E", 2);
        if (parts.length < 2) {
            return parts[0];
        }
        int exponent = Integer.parseInt(parts[1]);
        return parts[0].replaceFirst("\\.0$", "") + "e" + (exponent < 0 ? "-" : "+")
                + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                    if (Character.isISOControl(c)) {
                        quoted.append(String.format("\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
