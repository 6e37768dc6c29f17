package dev.labctl.workload;

import dev.labctl.tree.Tree;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code CiliumNodeConfig} objects: settings of the agents on some nodes, which take precedence over {@code cilium-config}. An
 * agent reads them when it starts, and only those in its own namespace (Cilium 1.18 {@code pkg/option/resolver}).
 *
 * @param objects as the API has them, ordered by name: of two that set the same key, the last counts
 */
public record NodeConfigs(List<Map<String, Object>> objects) {
    /** The objects' kind. */
    public static final String KIND = "CiliumNodeConfig";

    public NodeConfigs {
        objects =
                objects.stream().sorted(Comparator.comparing(NodeConfigs::name)).toList();
    }

    private static String name(Map<String, Object> object) {
        return Tree.text(object, "metadata", "name").orElse("");
    }

    /**
     * What the agent on a node reads: the settings of all, and those of the objects whose selector the node matches. An object
     * without a selector matches no node.
     *
     * @param config the data of {@code cilium-config}
     */
    public Map<String, String> on(Map<String, String> nodeLabels, Map<String, String> config) {
        Map<String, String> settings = new LinkedHashMap<>(config);
        objects.stream()
                .filter(object -> selects(object, nodeLabels))
                .forEach(object -> settings.putAll(Tree.texts(object, "spec", "defaults")));
        return settings;
    }

    private static boolean selects(Map<String, Object> object, Map<String, String> nodeLabels) {
        return Tree.at(object, "spec", "nodeSelector")
                .map(selector -> Requirement.all(Requirement.selector(selector), nodeLabels))
                .orElse(false);
    }
}
