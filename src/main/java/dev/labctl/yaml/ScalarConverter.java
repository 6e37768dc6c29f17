package dev.labctl.yaml;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** Gives single values and keys the meaning that they have for the program that reads the file. */
record ScalarConverter(Dialect dialect, Problems problems) {
    private static final Resolver RESOLVER = new Resolver();

    private static final Map<Tag, Class<?>> TYPES =
            Map.of(Tag.INT, Long.class, Tag.FLOAT, Number.class, Tag.BOOL, Boolean.class, Tag.NULL, Void.class);

    YamlNode.Scalar value(ScalarNode node, Position position) {
        String text = node.getValue();
        return new YamlNode.Scalar(position, implicit(node) ? plain(text, position) : tagged(node, position), text);
    }

    /** Whether the text alone decides on the type. */
    private static boolean implicit(ScalarNode node) {
        return node.isPlain() && node.getTag().equals(RESOLVER.resolve(NodeId.scalar, node.getValue(), true));
    }

    private Object plain(String text, Position position) {
        if (dialect == Dialect.UNAMBIGUOUS) {
            PlainScalars.ambiguity(text).ifPresent(message -> problems.add(position, message));
        }
        Object value = PlainScalars.kubernetes(text);
        if (value instanceof Double number && !Double.isFinite(number)) {
            problems.add(position, "`" + text + "` is no number that JSON, and so Kubernetes, has: quote it");
            return null;
        }
        return value;
    }

    private Object tagged(ScalarNode node, Position position) {
        String text = node.getValue();
        if (node.getTag().equals(Tag.STR)) {
            return text;
        }
        if (node.getTag().equals(Tag.BINARY)) {
            return decoded(text, position);
        }
        Class<?> type = TYPES.get(node.getTag());
        if (type == null) {
            problems.add(position, unsupported(node.getTag()));
            return text;
        }
        Object value = plain(text, position);
        if (value == null ? type != Void.class : !type.isInstance(value)) {
            problems.add(position, "`" + text + "` does not fit its tag " + node.getTag());
        }
        return value;
    }

    /** Kubernetes' tools decode what is marked as base64: the value is the text that it stands for. */
    private Object decoded(String text, Position position) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.replaceAll("\\s", ""));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            problems.add(position, "the value of `!!binary` is not base64");
            return text;
        }
    }

    String key(ScalarNode node, Position position) {
        String text = node.getValue();
        if (!node.isPlain() || dialect == Dialect.KIND) {
            return text;
        }
        Object value = PlainScalars.kubernetes(text);
        if (dialect == Dialect.UNAMBIGUOUS && !(value instanceof String)) {
            problems.add(position, "the key `" + text + "` is not text to Kubernetes: quote it");
        } else if (value == null) {
            problems.add(position, "a key is empty");
        }
        return value == null ? text : words(value);
    }

    /** As Kubernetes' tools write it as a key of JSON ({@code sigs.k8s.io/yaml}). */
    private static String words(Object value) {
        return value instanceof Double number && Double.isFinite(number)
                ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
                : value.toString();
    }

    /** A tag of YAML is named; one of the user's may be a password that begins with an exclamation mark. */
    static String unsupported(Tag tag) {
        return tag.startsWith(Tag.PREFIX)
                ? "the tag " + tag + " is not supported: remove it"
                : "a tag is not supported: remove it, or quote a text that begins with !";
    }
}
