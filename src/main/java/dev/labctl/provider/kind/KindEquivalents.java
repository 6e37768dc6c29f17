package dev.labctl.provider.kind;

import dev.labctl.lab.ClusterName;
import dev.labctl.process.ShellWords;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.Equivalents;
import java.util.List;

/**
 * What a reader would type: the same arguments that labctl passes, built by the same functions.
 *
 * @param linux whether the containers of this machine share its network
 */
public record KindEquivalents(boolean linux) implements Equivalents {
    @Override
    public String context(ClusterName cluster) {
        return KindCli.context(cluster);
    }

    @Override
    public List<String> create(ClusterSpec spec) {
        String file = spec.kind().file().toString();
        boolean asIs = spec.kind().forMachine(linux).equals(spec.kind().tree());
        String line = ShellWords.join("kind", KindCli.create(spec.name(), spec.nodeImage(), asIs ? file : "-"));
        return List.of(
                asIs
                        ? line
                        : "awk '1; /^networking:/ {print \"  apiServerAddress: 127.0.0.1\"}' " + ShellWords.quote(file)
                                + " | " + line);
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
        return ShellWords.join("kind", List.of("load", "docker-image", image, "--name", cluster.value()));
    }
}
