package dev.labctl.provider.eks;

import dev.labctl.lab.ClusterName;
import dev.labctl.process.ShellWords;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.Equivalents;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a reader would type: the same arguments that labctl passes, but for the file, whose name and tags labctl changes.
 *
 * @param region of a cluster
 * @param user by which eksctl names contexts
 */
record EksEquivalents(Function<ClusterName, String> region, Supplier<String> user) implements Equivalents {
    private static final Duration TIMEOUT = Duration.ofMinutes(40);

    @Override
    public String context(ClusterName cluster) {
        return ControlPlane.context(cluster, region.apply(cluster), user.get());
    }

    @Override
    public List<String> create(ClusterSpec spec) {
        return List.of(named(spec, file -> ShellWords.join("eksctl", EksCli.createCluster(file, TIMEOUT))));
    }

    @Override
    public List<String> createNodes(ClusterSpec spec) {
        return List.of(named(spec, file -> ShellWords.join("eksctl", EksCli.createNodeGroups(file, TIMEOUT))));
    }

    /** The lab's file with the name of this cluster filled in on the fly. */
    private static String named(ClusterSpec spec, Function<String, String> line) {
        String file = spec.eksctl().file().toString();
        if (spec.name().equals(ClusterName.BOOK)) {
            return line.apply(file);
        }
        String rebased = "<(sed 's/" + ClusterName.BOOK + "/" + spec.name() + "/' " + ShellWords.quote(file) + ")";
        return line.apply("FILE").replace("FILE", rebased);
    }

    @Override
    public List<String> delete(ClusterName cluster) {
        return List.of(ShellWords.join("eksctl", EksCli.deleteCluster(cluster, region.apply(cluster), TIMEOUT)));
    }

    @Override
    public List<String> useContext(ClusterName cluster) {
        return List.of(ShellWords.join("eksctl", EksCli.writeKubeconfig(cluster, region.apply(cluster))));
    }
}
