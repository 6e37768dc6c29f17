package dev.labctl.provider.kind;

import dev.labctl.lab.ClusterName;
import dev.labctl.process.Output;
import dev.labctl.tree.Tree;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The arguments of the calls of kind (0.23 to 0.33 {@code pkg/cmd/kind}) and of the container engine, as values, and what
 * their answers say. Docker, podman and nerdctl take the same arguments.
 */
final class KindCli {
    /** The label that kind puts on the containers of a cluster (kind {@code pkg/cluster/constants}). */
    private static final String LABEL = "label=io.x-k8s.kind.cluster=";

    private static final Pattern NO_FILE =
            Pattern.compile("(?i)could not find the file|no such file|could not be found on container");

    private static final Pattern TIME = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?) ?(Z|[+-]\\d\\d:?\\d\\d)(?: \\S+)?");

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

    /** Whether there was no room for the file on this machine. */
    static boolean hasNoSpace(Output stderr) {
        return stderr.plain().contains("no space left on device");
    }

    /** The names of a cluster's containers and what they do, one per line. */
    static List<String> containers(ClusterName cluster) {
        return List.of("ps", "--all", "--filter", LABEL + cluster, "--format", "{{.Names}} {{.Status}}");
    }

    static List<String> start(List<String> containers) {
        return with(List.of("start"), containers);
    }

    static List<String> unpause(List<String> containers) {
        return with(List.of("unpause"), containers);
    }

    /** When each container was started last, one per line. */
    static List<String> started(List<String> containers) {
        return with(List.of("container", "inspect", "--format", "{{.State.StartedAt}}"), containers);
    }

    /** Docker and nerdctl write {@code 2026-01-02T03:04:05.6Z}, podman {@code 2026-01-02 03:04:05.6 +0000 UTC}. */
    static Optional<Instant> parseTime(String text) {
        Matcher parts = TIME.matcher(text);
        return parts.matches()
                ? Tree.time(Map.of("time", parts.group(1) + "T" + parts.group(2) + zone(parts.group(3))), "time")
                : Optional.empty();
    }

    private static String zone(String text) {
        return text.equals("Z") || text.contains(":") ? text : text.substring(0, 3) + ":" + text.substring(3);
    }

    private static List<String> with(List<String> verb, List<String> containers) {
        return Stream.concat(verb.stream(), containers.stream()).toList();
    }

    /** One name per line on standard output; that there are none is said on standard error. */
    static List<String> parseNames(Output stdout) {
        return stdout.lines().stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
