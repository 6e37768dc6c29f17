package dev.labctl.yaml;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The value of a plain (unquoted) scalar for the two kinds of YAML readers of a lab's files: kubectl, Helm and the API server
 * read YAML 1.1 (sigs.k8s.io/yaml, the resolver of go-yaml v2), most other tools read the core schema of YAML 1.2. In a file
 * that is labctl's own, the author must quote or rewrite a scalar for which the two differ.
 */
final class PlainScalars {
    private static final Map<String, Object> WORDS = new HashMap<>();

    static {
        Stream.of("", "~", "null", "Null", "NULL").forEach(word -> WORDS.put(word, null));
        Stream.of("true", "True", "TRUE").forEach(word -> WORDS.put(word, true));
        Stream.of("false", "False", "FALSE").forEach(word -> WORDS.put(word, false));
        Stream.of(".nan", ".NaN", ".NAN").forEach(word -> WORDS.put(word, Double.NaN));
    }

    private static final Set<String> OLD_TRUE = Set.of("y", "Y", "yes", "Yes", "YES", "on", "On", "ON");
    private static final Set<String> OLD_FALSE = Set.of("n", "N", "no", "No", "NO", "off", "Off", "OFF");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    /** Below it, a double has every whole number. */
    private static final double EXACT = 1L << 53;

    private static final Pattern INFINITY = Pattern.compile("[-+]?\\.(inf|Inf|INF)");

    private PlainScalars() {}

    /** The value that Kubernetes' tools read. */
    static Object kubernetes(String text) {
        if (OLD_TRUE.contains(text)) {
            return true;
        }
        if (OLD_FALSE.contains(text)) {
            return false;
        }
        // Underscores separate the digits of a number; a word that starts with one is not a number.
        String number = text.startsWith("_") ? text : text.replace("_", "");
        return common(text, integer11(number), number);
    }

    /** The value that YAML 1.2's core schema gives. */
    static Object core(String text) {
        return common(text, integer12(text), text);
    }

    /** The message for the author of a scalar that the two kinds read differently; empty if they agree. */
    static Optional<String> ambiguity(String text) {
        Object kubernetes = kubernetes(text);
        Object core = core(text);
        if (Objects.equals(kubernetes, core)) {
            return Optional.empty();
        }
        String advice = kubernetes instanceof Boolean
                ? "quote it, or write true or false"
                : "quote it, or write the number as " + kubernetes;
        return Optional.of("`" + text + "` is " + words(kubernetes) + " to Kubernetes (YAML 1.1) and " + words(core)
                + " to YAML 1.2: " + advice);
    }

    private static String words(Object value) {
        if (value instanceof String text) {
            return "the text \"" + text + "\"";
        }
        return value instanceof Boolean ? "the boolean " + value : "the number " + value;
    }

    private static Object common(String text, Optional<BigInteger> integer, String number) {
        if (WORDS.containsKey(text)) {
            return WORDS.get(text);
        }
        if (integer.isPresent()) {
            return narrow(integer.get());
        }
        if (INFINITY.matcher(text).matches()) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return FLOAT.matcher(number).matches() ? decimal(Double.parseDouble(number)) : text;
    }

    /** JSON does not tell whole numbers by how they are written: {@code 3.0} and {@code 3e0} are replicas as well as 3. */
    private static Object decimal(double number) {
        boolean whole = number % 1 == 0 && Math.abs(number) < EXACT;
        return whole ? (Object) (long) number : (Object) number;
    }

    private static Object narrow(BigInteger integer) {
        return integer.bitLength() < Long.SIZE ? (Object) integer.longValue() : (Object) integer.doubleValue();
    }

    /** Go's {@code strconv.ParseInt(text, 0, 64)}: a leading zero means octal, and a sign may precede every base. */
    private static Optional<BigInteger> integer11(String text) {
        String digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        String lower = digits.toLowerCase(Locale.ROOT);
        Optional<BigInteger> value;
        if (lower.startsWith("0x")) {
            value = parse(lower.substring(2), "[0-9a-f]+", 16);
        } else if (lower.startsWith("0b")) {
            value = parse(lower.substring(2), "[01]+", 2);
        } else if (lower.startsWith("0o")) {
            value = parse(lower.substring(2), "[0-7]+", 8);
        } else if (lower.startsWith("0") && lower.length() > 1) {
            value = parse(lower, "[0-7]+", 8);
        } else {
            value = parse(lower, "[0-9]+", 10);
        }
        return text.startsWith("-") ? value.map(BigInteger::negate) : value;
    }

    private static Optional<BigInteger> integer12(String text) {
        if (text.startsWith("0x")) {
            return parse(text.substring(2), "[0-9a-fA-F]+", 16);
        }
        if (text.startsWith("0o")) {
            return parse(text.substring(2), "[0-7]+", 8);
        }
        return parse(text, "[-+]?[0-9]+", 10);
    }

    private static Optional<BigInteger> parse(String digits, String pattern, int radix) {
        return digits.matches(pattern) ? Optional.of(new BigInteger(digits, radix)) : Optional.empty();
    }
}
