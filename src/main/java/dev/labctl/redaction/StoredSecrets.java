package dev.labctl.redaction;

import dev.labctl.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Replaces secrets in what a rehearsal keeps: the file must not contain them, but it must be noticed when one changes. Each
 * becomes {@code (redacted 1f0a)} with the first 16 bits of its digest, too few to find it by. What is replaced already remains.
 */
public final class StoredSecrets {
    private static final Pattern TAG = Pattern.compile("\\(redacted [0-9a-f]{4}\\)");
    private static final int TAG_BYTES = 2;

    private StoredSecrets() {}

    /** An object, or Helm values, without secrets; the API server accepts it if it accepts the original. */
    public static Map<String, Object> removed(Map<String, Object> tree) {
        return new TreeMask(StoredSecrets::text, StoredSecrets::tag, StoredSecrets::data).of(tree);
    }

    /** A text of which a part is secret. */
    private static String text(String text) {
        String without = SecretTexts.without(text);
        return without.equals(text) || TAG.matcher(text).find() ? text : without.replace(SecretTexts.GONE, tag(text));
    }

    private static String tag(String value) {
        if (TAG.matcher(value).matches()) {
            return value;
        }
        byte[] digest = sha256(value.getBytes(StandardCharsets.UTF_8));
        return "(redacted " + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + ")";
    }

    private static Optional<UnaryOperator<Object>> data(Map<String, Object> object, String part) {
        if (!Tree.has(object, "Secret", "kind")) {
            return Optional.empty();
        }
        return switch (part) {
            case "data" -> Optional.of(StoredSecrets::encoded);
            case "stringData" ->
                Optional.of(value -> value instanceof String text && !text.isEmpty() ? tag(text) : value);
            default -> Optional.empty();
        };
    }

    /** What the API server refuses, it has to see as it is. It decodes as Go does: with padding, line breaks left out. */
    private static Object encoded(Object value) {
        if (!(value instanceof String text)
                || text.isEmpty()
                || text.replaceAll("[\\r\\n]", "").length() % 4 != 0) {
            return value;
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(text.replaceAll("[\\r\\n]", ""));
            String tag = tag(new String(decoded, StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(tag.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
