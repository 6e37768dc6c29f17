package dev.labctl.lab;

import dev.labctl.tree.Tree;
import dev.labctl.yaml.YamlNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Cilium's Helm values of a lab.
 *
 * @param file where they stand; empty where the lab leaves all to the cilium CLI's defaults
 * @param text the file as it is
 * @param root its content with places; empty where there is nothing in it
 */
public record CiliumValues(Optional<Path> file, String text, Optional<YamlNode.Mapping> root) {
    public static final CiliumValues NONE = new CiliumValues(Optional.empty(), "", Optional.empty());

    private static final String API_SERVER = "k8sServiceHost";

    public Map<String, Object> tree() {
        return root.map(YamlNode.Mapping::tree).orElse(Map.of());
    }

    /**
     * The file's text for a cluster of this name. The one thing in a lab's values that depends on the name is the API
     * server's host, which Cilium needs where there is no kube-proxy; the files have it for {@link ClusterName#BOOK}.
     * Everything else, comments included, stays as it is.
     */
    public String textFor(ClusterName cluster) {
        int line = root.flatMap(values -> values.get(API_SERVER))
                .filter(host -> ClusterName.BOOK.controlPlane().equals(host.tree()))
                .map(host -> host.position().line())
                .orElse(0);
        if (line == 0 || cluster.equals(ClusterName.BOOK)) {
            return text;
        }
        String[] lines = text.split("(?<=\n)", -1);
        lines[line - 1] = lines[line - 1].replace(ClusterName.BOOK.controlPlane(), cluster.controlPlane());
        return String.join("", lines);
    }

    /** Whether a cluster of this name gets the file as it is. */
    public boolean asIsFor(ClusterName cluster) {
        return textFor(cluster).equals(text);
    }

    /** The values for a cluster of this name. */
    public Map<String, Object> treeFor(ClusterName cluster) {
        boolean named = ClusterName.BOOK.controlPlane().equals(tree().get(API_SERVER));
        return named ? Tree.merge(tree(), Map.of(API_SERVER, cluster.controlPlane())) : tree();
    }
}
