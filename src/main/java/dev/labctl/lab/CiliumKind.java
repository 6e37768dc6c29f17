package dev.labctl.lab;

import dev.labctl.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import java.util.TreeMap;

/**
 * A kind of the API group {@code cilium.io}, which Cilium's operator registers when it starts: some of them always, the others
 * with a Helm value.
 *
 * @param clusterScoped whether its objects are in no namespace
 * @param versions those that the API server serves, the stored one first
 * @param setting the key of {@code cilium-config} without which the operator does not register it; empty for none
 * @param values the Helm values of which each sets this key: a path to a flag, or a path and a word, {@code path=word}
 */
public record CiliumKind(
        String name, String plural, boolean clusterScoped, List<String> versions, String setting, List<String> values) {
    /** The API group of all of them. */
    public static final String GROUP = "cilium.io";

    private static final List<CiliumKind> ALL = read();

    private static List<CiliumKind> read() {
        try (Scanner table =
                new Scanner(CiliumKind.class.getResourceAsStream("cilium-kinds.csv"), StandardCharsets.UTF_8)) {
            return table.useDelimiter("\n")
                    .tokens()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(",", -1))
                    .map(cells -> new CiliumKind(
                            cells[0], cells[1], cells[2].equals("C"), words(cells[3]), cells[4], words(cells[5])))
                    .toList();
        }
    }

    private static List<String> words(String cell) {
        return Arrays.stream(cell.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** A kind by its name. */
    public static Optional<CiliumKind> of(String name) {
        return ALL.stream().filter(kind -> kind.name.equals(name)).findFirst();
    }

    /** The values that {@code apiVersion} can have, such as {@code cilium.io/v2}, the stored one first. */
    public List<String> apiVersions() {
        return versions.stream().map(version -> GROUP + "/" + version).toList();
    }

    /** The settings of {@code cilium-config} that the chart makes of Helm values because of these kinds. */
    public static Map<String, String> settings(Map<String, Object> helmValues) {
        Map<String, String> settings = new TreeMap<>();
        ALL.stream()
                .filter(kind -> !kind.setting.isEmpty() && kind.registeredBy(helmValues))
                .forEach(kind -> settings.put(kind.setting, "true"));
        return settings;
    }

    /** Those that an operator with this {@code cilium-config} registers. */
    public static List<CiliumKind> registered(Map<String, String> config) {
        boolean none = "true".equals(config.get("skip-crd-creation"));
        return ALL.stream()
                .filter(kind -> !none && (kind.setting.isEmpty() || "true".equals(config.get(kind.setting))))
                .toList();
    }

    /** Whether an operator that was installed with these Helm values registers it. */
    public boolean registeredBy(Map<String, Object> helmValues) {
        return values.isEmpty() || values.stream().anyMatch(value -> isSet(value, helmValues));
    }

    private static boolean isSet(String value, Map<String, Object> helmValues) {
        String[] parts = value.split("=", 2);
        return Tree.has(helmValues, parts.length > 1 ? parts[1] : "true", parts[0].split("\\.", -1));
    }
}
