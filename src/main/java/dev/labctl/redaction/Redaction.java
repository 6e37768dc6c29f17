package dev.labctl.redaction;

import static dev.labctl.redaction.SecretTexts.GONE;

import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Replaces secrets with {@code (redacted)} in data that the user shares.
 *
 * <p>Values that cannot be distinguished from secrets are replaced completely: the values of environment variables, because for
 * example a {@code DATABASE_URL} contains a password although its name does not indicate it; the data of ConfigMaps except
 * Cilium's settings and labctl's record; the data of Secrets; and {@code kubectl.kubernetes.io/last-applied-configuration}, which
 * repeats all of it. Names, and references to the source of a value, are kept. In all other texts, values with the name or the
 * form of a secret are replaced.
 *
 * @param home the user's home directory, which often contains the user's name; replaced with {@code ~}. Empty for none
 */
public record Redaction(String home) {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    /** ConfigMaps whose data consists of settings that are needed to diagnose a problem. */
    private static final Set<String> SETTINGS = Set.of("kube-system/cilium-config", "kube-system/labctl");

    /** Variables of Cilium's manifests that contain no secrets. */
    private static final Set<String> HARMLESS_VARIABLES =
            Set.of("KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT", "CILIUM_CLUSTERMESH_CONFIG", "GOMEMLIMIT");

    /** A text without secrets; unchanged if it has none. */
    public String text(String text) {
        String without = SecretTexts.without(text);
        return home.length() > 1 ? without.replace(home, "~") : without;
    }

    /** A tree without secrets, such as an object or a report. */
    public Map<String, Object> tree(Map<String, Object> tree) {
        Map<String, Object> copy = new LinkedHashMap<>();
        boolean holdsData = holdsData(tree);
        tree.forEach((key, value) -> copy.put(key, holdsData && isData(key) ? emptied(value) : entry(key, value)));
        return copy;
    }

    private static boolean holdsData(Map<String, Object> tree) {
        String name = Tree.text(tree, "metadata", "namespace").orElse("default") + "/"
                + Tree.text(tree, "metadata", "name").orElse("");
        return Tree.text(tree, "kind")
                .filter(kind -> kind.equals("Secret") || (kind.equals("ConfigMap") && !SETTINGS.contains(name)))
                .isPresent();
    }

    private static boolean isData(String key) {
        return Set.of("data", "binaryData", "stringData").contains(key);
    }

    /** Keeps the keys. */
    private static Object emptied(Object value) {
        return value instanceof Map<?, ?> map
                ? map.keySet().stream()
                        .collect(Collectors.toMap(String::valueOf, key -> GONE, (a, b) -> a, LinkedHashMap::new))
                : GONE;
    }

    private Object entry(String key, Object value) {
        if (value instanceof List<?> list) {
            if (key.equals("env")) {
                return list.stream().map(this::variable).toList();
            }
            return words(list);
        }
        boolean secret = key.equals(LAST_APPLIED) || SecretTexts.isName(key);
        return secret && value instanceof String text && !isSwitch(text) ? GONE : any(value);
    }

    private static boolean isSwitch(String text) {
        return Set.of("", "true", "false").contains(text);
    }

    private Object any(Object value) {
        if (value instanceof Map<?, ?> map) {
            return tree(Tree.map(map));
        }
        if (value instanceof List<?> list) {
            return words(list);
        }
        return value instanceof String text ? text(text) : value;
    }

    /** In a list of arguments, the one after {@code --password} is a secret. */
    private List<Object> words(List<?> list) {
        List<Object> words = new ArrayList<>();
        boolean next = false;
        for (Object word : list) {
            words.add(next && word instanceof String ? GONE : any(word));
            next = word instanceof String text
                    && text.startsWith("-")
                    && !text.contains("=")
                    && SecretTexts.isName(text);
        }
        return words;
    }

    private Object variable(Object variable) {
        Map<String, Object> tree = Tree.map(variable);
        boolean harmless = HARMLESS_VARIABLES.contains(Tree.text(tree, "name").orElse(""));
        if (harmless || !tree.containsKey("value")) {
            return any(variable);
        }
        Map<String, Object> copy = new LinkedHashMap<>(tree(tree));
        copy.put("value", GONE);
        return copy;
    }
}
