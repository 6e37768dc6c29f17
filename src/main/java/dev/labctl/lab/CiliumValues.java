package dev.labctl.lab;

import dev.labctl.tree.Tree;
import dev.labctl.yaml.YamlNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Cilium's Helm values of a lab.
 *
 * @param file their file; empty if the lab uses the cilium CLI's defaults
 * @param text the text of the file
 * @param root its content with positions; empty if the file has none
 */
public record CiliumValues(Optional<Path> file, String text, Optional<YamlNode.Mapping> root) {
    public static final CiliumValues NONE = new CiliumValues(Optional.empty(), "", Optional.empty());

    private static final String API_SERVER = "k8sServiceHost";

    public Map<String, Object> tree() {
        return root.map(YamlNode.Mapping::tree).orElse(Map.of());
    }

    /**
     * The file's text for a cluster of this name. Only the API server's host, which Cilium needs if there is no kube-proxy,
     * depends on the name; the files contain it for {@link ClusterName#BOOK}. All other text is unchanged, including comments.
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

    /** Whether a cluster of this name uses the file unchanged. */
    public boolean asIsFor(ClusterName cluster) {
        return textFor(cluster).equals(text);
    }

    /** The values for a cluster of this name. */
    public Map<String, Object> treeFor(ClusterName cluster) {
        boolean named = ClusterName.BOOK.controlPlane().equals(tree().get(API_SERVER));
        return named ? Tree.merge(tree(), Map.of(API_SERVER, cluster.controlPlane())) : tree();
    }
}
