package dev.labctl.lab;

import dev.labctl.ipam.CiliumVersion;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Cilium's Helm values of a lab.
 *
 * @param file their file; empty if the lab uses the cilium CLI's defaults
 * @param text the text of the file
 * @param root its content with positions; empty if the file has none
 * @param otherVersion of Cilium that they are for, where its chart is not the one that labctl knows
 */
public record CiliumValues(
        Optional<Path> file, String text, Optional<YamlNode.Mapping> root, Optional<CiliumVersion> otherVersion) {
    public static final CiliumValues NONE = new CiliumValues(Optional.empty(), "", Optional.empty(), Optional.empty());

    private static final String API_SERVER = "k8sServiceHost";

    /** As kind names it. */
    private static final Pattern CONTROL_PLANE = Pattern.compile("[a-z0-9][-.a-z0-9]*-control-plane");

    public Map<String, Object> tree() {
        return root.map(YamlNode.Mapping::tree).orElse(Map.of());
    }

    /** What is wrong with them, from top to bottom. */
    public List<ValueNote> notes() {
        return root.map(ValueCheck::of).orElse(List.of()).stream()
                .map(this::ofVersion)
                .toList();
    }

    /** What is wrong with more values, which an option sets for the same Cilium. */
    public List<ValueNote> notesOf(Map<String, Object> values, String option) {
        return ValueNote.of(values, option).stream().map(this::ofVersion).toList();
    }

    private ValueNote ofVersion(ValueNote note) {
        return otherVersion.map(note::forVersion).orElse(note);
    }

    /** The API server that the file names; empty if it names none. */
    public Optional<YamlNode> apiServer() {
        return root.flatMap(values -> values.get(API_SERVER)).filter(host -> host.tree() instanceof String);
    }

    /** The control plane of another cluster that the file names; empty if it names this cluster's, or no node of kind. */
    public Optional<YamlNode> otherControlPlane(ClusterName cluster) {
        return apiServer()
                .filter(host -> CONTROL_PLANE.matcher(host.tree().toString()).matches())
                .filter(host -> !host.tree().equals(cluster.controlPlane()));
    }

    /**
     * The file's text for a cluster of this name. Only the API server's host, which Cilium needs if there is no kube-proxy,
     * depends on the name; the files contain it for {@link ClusterName#BOOK}, or for any other cluster of kind. All other text
     * is unchanged, including comments.
     */
    public String textFor(ClusterName cluster) {
        Optional<YamlNode> host = otherControlPlane(cluster);
        if (host.isEmpty()) {
            return text;
        }
        String[] lines = text.split("(?<=\n)", -1);
        int line = host.get().position().line() - 1;
        lines[line] = lines[line].replace(host.get().tree().toString(), cluster.controlPlane());
        return String.join("", lines);
    }

    /** Whether a cluster of this name uses the file unchanged. */
    public boolean asIsFor(ClusterName cluster) {
        return textFor(cluster).equals(text);
    }

    /** The values for a cluster of this name. */
    public Map<String, Object> treeFor(ClusterName cluster) {
        return otherControlPlane(cluster).isPresent()
                ? Tree.merge(tree(), Map.of(API_SERVER, cluster.controlPlane()))
                : tree();
    }
}
