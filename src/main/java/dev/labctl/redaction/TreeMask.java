package dev.labctl.redaction;

import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Walks a tree of maps and lists and replaces what is secret in it: by the name of a value, by the names above it, or by its form.
 *
 * <p>A {@code key} is the name of a label in a toleration and a private key below {@code tls} or {@code ca} (Cilium 1.18 {@code
 * install/kubernetes/cilium/values.yaml}). Values of environment variables are secret whatever their names: a {@code DATABASE_URL}
 * contains a password.
 *
 * @param text what becomes of texts that are not secret as a whole
 * @param gone what stands for a secret
 * @param data what becomes of the data of objects
 */
record TreeMask(UnaryOperator<String> text, UnaryOperator<String> gone, Data data) {
    /** Which values of an object are replaced whatever their names. */
    interface Data {
        /** What stands for each value in that part of the object, such as {@code stringData}; empty if it is masked as all else. */
        Optional<UnaryOperator<Object>> of(Map<String, Object> object, String part);
    }

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    /** Variables of Cilium's manifests that contain no secrets. */
    private static final Set<String> HARMLESS_VARIABLES =
            Set.of("KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT", "CILIUM_CLUSTERMESH_CONFIG", "GOMEMLIMIT");

    private static final Set<String> SECRET_SECTIONS =
            Set.of("secret", "secrets", "password", "passwords", "credentials");
    private static final Set<String> CERTIFICATE_SECTIONS = Set.of("tls", "ca");

    /** What a volume refers to in a Secret. */
    private static final String ITEMS = "items";

    /**
     * What the names above a value say about it.
     *
     * @param secret whether a section is secret as a whole
     * @param certificate whether it belongs to a certificate
     */
    private record Above(boolean secret, boolean certificate) {
        static final Above NOTHING = new Above(false, false);

        Above and(String key) {
            String word = key.toLowerCase(Locale.ROOT);
            return new Above(
                    (secret && !word.equals(ITEMS)) || SECRET_SECTIONS.contains(word),
                    certificate || CERTIFICATE_SECTIONS.contains(word));
        }

        boolean hides(String key) {
            return SecretTexts.isName(key)
                    || (secret && !SecretTexts.isReference(key))
                    || (certificate && key.equals("key"));
        }
    }

    Map<String, Object> of(Map<String, Object> tree) {
        return map(tree, Above.NOTHING);
    }

    private Map<String, Object> map(Map<String, Object> tree, Above above) {
        Map<String, Object> copy = new LinkedHashMap<>();
        tree.forEach((key, value) -> copy.put(
                key, data.of(tree, key).map(with -> replaced(value, with)).orElseGet(() -> entry(key, value, above))));
        return copy;
    }

    /** Keeps the keys. */
    private static Object replaced(Object value, UnaryOperator<Object> with) {
        if (!(value instanceof Map<?, ?> map)) {
            return with.apply(value);
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, each) -> copy.put(String.valueOf(key), with.apply(each)));
        return copy;
    }

    private Object entry(String key, Object value, Above above) {
        if (value instanceof Map<?, ?> map) {
            return map(Tree.map(map), above.and(key));
        }
        boolean hidden = key.equals(LAST_APPLIED) || above.hides(key);
        if (value instanceof List<?> list) {
            return key.toLowerCase(Locale.ROOT).endsWith("env")
                    ? list.stream().map(item -> variable(item, above)).toList()
                    : items(list, hidden, above.and(key));
        }
        return hidden ? hidden(key, value) : any(value, above);
    }

    /** A number with the name of a secret may be the time for which it is valid. */
    private Object hidden(String key, Object value) {
        boolean secret =
                value instanceof String string ? !isSwitch(string) : value instanceof Number && isPassword(key);
        return secret ? gone.apply(value.toString()) : value;
    }

    private static boolean isPassword(String key) {
        return key.toLowerCase(Locale.ROOT).matches("(?s).*(?:passw(?:or)?d|passphrase|pwd|pass|secret|token|key)");
    }

    private static boolean isSwitch(String text) {
        return Set.of("", "true", "false").contains(text);
    }

    private Object any(Object value, Above above) {
        if (value instanceof Map<?, ?> map) {
            return map(Tree.map(map), above);
        }
        if (value instanceof List<?> list) {
            return items(list, false, above);
        }
        return value instanceof String string ? text.apply(string) : value;
    }

    /** In a list of arguments, the one after {@code --password} is a secret. */
    private List<Object> items(List<?> list, boolean hidden, Above above) {
        List<Object> words = new ArrayList<>();
        boolean next = false;
        for (Object word : list) {
            words.add(
                    next
                            ? withoutTexts(word)
                            : hidden && word instanceof String string ? gone.apply(string) : any(word, above));
            next = word instanceof String string
                    && string.startsWith("-")
                    && !string.contains("=")
                    && SecretTexts.isName(string);
        }
        return words;
    }

    private Object variable(Object variable, Above above) {
        Map<String, Object> tree = Tree.map(variable);
        boolean harmless = HARMLESS_VARIABLES.contains(Tree.text(tree, "name").orElse(""));
        if (harmless || tree.get("value") == null) {
            return any(variable, above);
        }
        Map<String, Object> copy = map(tree, above);
        copy.put("value", withoutTexts(tree.get("value")));
        return copy;
    }

    /** Of the type that it has: the API server refuses a list. */
    private Object withoutTexts(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.keySet().stream().collect(Collectors.toMap(String::valueOf, key -> gone.apply("")));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(this::withoutTexts).toList();
        }
        return value instanceof String string ? gone.apply(string) : value;
    }
}
