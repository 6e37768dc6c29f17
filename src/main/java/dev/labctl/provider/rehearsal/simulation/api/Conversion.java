package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.tree.Tree;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the API server checks when it reads an object of Kubernetes' own kinds into its Go types, after the types in the schema:
 * whole numbers, quantities, times and base64. Pure.
 */
final class Conversion {
    /** Kubernetes {@code apimachinery/pkg/api/resource/quantity.go}. */
    private static final Pattern QUANTITY = Pattern.compile(
            "[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?[0-9]+)?");

    private static final Pattern BASE64 = Pattern.compile("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?");
    private static final int GROUP = 4;
    private static final int ASCII = 128;

    private Conversion() {}

    /** The first value that cannot be read, in the server's words. */
    static Optional<String> problem(Map<String, Object> schema, Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .flatMap(entry -> ApiTypes.field(schema, String.valueOf(entry.getKey())).stream()
                            .flatMap(field -> problem(field, entry.getValue()).stream()))
                    .findFirst();
        }
        if (value instanceof List<?> list) {
            Map<String, Object> items = ApiTypes.resolved(Tree.map(schema, "items"));
            return list.stream().flatMap(item -> problem(items, item).stream()).findFirst();
        }
        return value == null ? Optional.empty() : scalar(schema, value);
    }

    private static Optional<String> scalar(Map<String, Object> schema, Object value) {
        String format = Tree.text(schema, "format").orElse("");
        if (Tree.has(schema, "integer", "type")) {
            boolean fraction = value instanceof Double number && number % 1 != 0;
            return problem(!fraction, "cannot convert float64 to " + format);
        }
        String text = String.valueOf(value);
        return switch (format) {
            case "quantity" ->
                problem(
                        QUANTITY.matcher(text).matches(),
                        "quantities must match the regular expression"
                                + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
            case "date-time" -> time(text);
            case "byte" -> base64(text);
            default -> Optional.empty();
        };
    }

    private static Optional<String> problem(boolean fits, String why) {
        return Stream.of(why).filter(any -> !fits).findFirst();
    }

    private static Optional<String> time(String text) {
        try {
            OffsetDateTime.parse(text);
            return Optional.empty();
        } catch (DateTimeException e) {
            return Optional.of("parsing time \"" + text + "\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"" + text
                    + "\" as \"2006\"");
        }
    }

    /** Go counts the bytes up to the one that is wrong, or to the last group of four that is not complete. */
    private static Optional<String> base64(String text) {
        String plain = text.replaceAll("[\r\n]", "");
        int length = plain.length();
        int wrong = (int) plain.chars().takeWhile(Conversion::ofBase64).count();
        return problem(
                BASE64.matcher(plain).matches(),
                "error decoding from json: illegal base64 data at input byte "
                        + (wrong == length ? length - length % GROUP : wrong));
    }

    private static boolean ofBase64(int letter) {
        return (letter < ASCII && Character.isLetterOrDigit(letter)) || letter == '+' || letter == '/';
    }
}
