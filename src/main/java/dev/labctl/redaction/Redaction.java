package dev.labctl.redaction;

import static dev.labctl.redaction.SecretTexts.GONE;

import dev.labctl.tree.Tree;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Replaces secrets with {@code (redacted)}: the one place that decides what is secret. What labctl shows or writes passes through
 * it.
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
    /** Of what the user sees on the terminal: paths stay as they are. */
    public static final Redaction SHOWN = new Redaction("");

    /** ConfigMaps whose data consists of settings that are needed to diagnose a problem. */
    private static final Set<String> SETTINGS = Set.of("kube-system/cilium-config", "kube-system/labctl");

    private static final Set<String> DATA = Set.of("data", "binaryData", "stringData");

    /** A text without secrets; unchanged if it has none. */
    public String text(String text) {
        String without = SecretTexts.without(text);
        return home.length() > 1 ? without.replace(home, "~") : without;
    }

    /** A tree without secrets, such as an object, a report or Helm values. */
    public Map<String, Object> tree(Map<String, Object> tree) {
        return new TreeMask(this::text, value -> GONE, Redaction::data).of(tree);
    }

    private static Optional<UnaryOperator<Object>> data(Map<String, Object> object, String part) {
        return DATA.contains(part) && holdsData(object) ? Optional.of(value -> GONE) : Optional.empty();
    }

    private static boolean holdsData(Map<String, Object> object) {
        String name = Tree.text(object, "metadata", "namespace").orElse("default") + "/"
                + Tree.text(object, "metadata", "name").orElse("");
        return Tree.text(object, "kind")
                .filter(kind -> kind.equals("Secret") || (kind.equals("ConfigMap") && !SETTINGS.contains(name)))
                .isPresent();
    }
}
