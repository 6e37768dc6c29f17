package dev.labctl.provider.kind;

import dev.labctl.lab.ClusterName;
import dev.labctl.process.Output;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The arguments of the calls of kind (0.23 to 0.33 {@code pkg/cmd/kind}) and of the container engine, as values, and what
 * their answers say. Docker, podman and nerdctl take the same arguments.
 */
final class KindCli {
    /** The label that kind puts on the containers of a cluster (kind {@code pkg/cluster/constants}). */
    private static final String LABEL = "label=io.x-k8s.kind.cluster=";

    private static final Pattern NO_FILE =
            Pattern.compile("(?i)could not find the file|no such file|could not be found on container");

    /** In place of a file: the configuration comes on standard input. */
    static final String STDIN = "-";

    private KindCli() {}

    static String context(ClusterName cluster) {
        return cluster.kindContext();
    }

    /** Without {@code --wait}: kind waits for nodes to be Ready, which they are not before Cilium is there. */
    static List<String> create(ClusterName cluster, String nodeImage, String config) {
        return List.of("create", "cluster", "--name", cluster.value(), "--image", nodeImage, "--config", config);
    }

    /** Whether these are the arguments by which labctl creates a cluster of that name. */
    static boolean creates(List<String> arguments, ClusterName cluster) {
        return arguments.size() == 8 && arguments.equals(create(cluster, arguments.get(5), STDIN));
    }

    static List<String> delete(ClusterName cluster) {
        return List.of("delete", "cluster", "--name", cluster.value());
    }

    static List<String> clusters() {
        return List.of("get", "clusters");
    }

    static List<String> nodes(ClusterName cluster) {
        return List.of("get", "nodes", "--name", cluster.value());
    }

    static List<String> kubeconfig(ClusterName cluster) {
        return List.of("get", "kubeconfig", "--name", cluster.value());
    }

    static List<String> exportKubeconfig(ClusterName cluster) {
        return List.of("export", "kubeconfig", "--name", cluster.value());
    }

    static List<String> copyIn(Path file, String container, String path) {
        return List.of("cp", file.toString(), container + ":" + path);
    }

    static List<String> copyOut(String container, String path, Path file) {
        return List.of("cp", container + ":" + path, file.toString());
    }

    /** The targets of a container's mounts, one per line. */
    static List<String> mounts(String container) {
        return List.of(
                "container", "inspect", "--format", "{{range .Mounts}}{{println .Destination}}{{end}}", container);
    }

    /** Whether the engine looked into the container and did not find the file, in the words of Docker, podman or nerdctl. */
    static boolean hasNoSuchFile(Output stderr) {
        return stderr.lines().stream().anyMatch(line -> NO_FILE.matcher(line).find());
    }

    static List<String> stopped(ClusterName cluster) {
        String ours = LABEL + cluster;
        return List.of("ps", "--all", "--filter", ours, "--filter", "status=exited", "--format", "{{.Names}}");
    }

    /** One name per line on standard output; that there are none is said on standard error. */
    static List<String> parseNames(Output stdout) {
        return stdout.lines().stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
