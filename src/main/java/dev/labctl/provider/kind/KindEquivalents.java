package dev.labctl.provider.kind;

import dev.labctl.lab.ClusterName;
import dev.labctl.lab.KindConfig;
import dev.labctl.process.ShellWords;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.Equivalents;
import dev.labctl.provider.HaltedNodes;
import dev.labctl.tools.Tool;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a reader would type: the same arguments that labctl passes, built by the same functions. What labctl adds to the
 * configuration to know its own clusters again is left out, because the reader's cluster is not labctl's.
 */
public record KindEquivalents(KindHost host) implements Equivalents {
    @Override
    public String context(ClusterName cluster) {
        return KindCli.context(cluster);
    }

    @Override
    public List<String> create(ClusterSpec spec) {
        String file = spec.kind().file().toString();
        Map<String, Object> additions = host.additions(spec.kind());
        String line = ShellWords.join(
                "kind", KindCli.create(spec.name(), spec.nodeImage(), additions.isEmpty() ? file : "-"));
        return List.of(
                additions.isEmpty() ? line : awk(spec.kind(), additions) + " " + ShellWords.quote(file) + " | " + line);
    }

    /** Adds fields to the file on its way: below {@code networking}, which is put at its end where the file has none. */
    private static String awk(KindConfig kind, Map<String, Object> additions) {
        String fields = additions.entrySet().stream()
                .map(entry -> "  " + entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("\\n"));
        return Tree.at(kind.tree(), KindHost.NETWORKING).isPresent()
                ? "awk '1; /^networking:/ {print \"" + fields + "\"}'"
                : "awk '1; END {print \"networking:\\n" + fields + "\"}'";
    }

    @Override
    public List<String> delete(ClusterName cluster) {
        return List.of(ShellWords.join("kind", KindCli.delete(cluster)));
    }

    @Override
    public List<String> useContext(ClusterName cluster) {
        return List.of(ShellWords.join("kind", KindCli.exportKubeconfig(cluster)));
    }

    @Override
    public String loadImage(ClusterName cluster, String image) {
        if (host.engine().tool() == Tool.DOCKER) {
            return ShellWords.join("kind", List.of("load", "docker-image", image, "--name", cluster.value()));
        }
        // `kind load docker-image` calls docker, whatever engine it uses for the nodes.
        return ShellWords.join(host.engine().program(), List.of("save", "-o", "image.tar", image)) + " && "
                + ShellWords.join("kind", List.of("load", "image-archive", "image.tar", "--name", cluster.value()));
    }

    /** The lines that bring back nodes which are stopped or paused. */
    List<String> start(HaltedNodes halted) {
        List<String> stopped = halted.names(HaltedNodes.Condition.STOPPED);
        List<String> paused = halted.names(HaltedNodes.Condition.PAUSED);
        List<String> lines = new ArrayList<>();
        if (!stopped.isEmpty()) {
            lines.add(ShellWords.join(host.engine().program(), KindCli.start(stopped)));
        }
        if (!paused.isEmpty()) {
            lines.add(ShellWords.join(host.engine().program(), KindCli.unpause(paused)));
        }
        return lines;
    }

    @Override
    public String startNodes(List<String> nodes) {
        return ShellWords.join(host.engine().program(), KindCli.start(nodes));
    }
}
