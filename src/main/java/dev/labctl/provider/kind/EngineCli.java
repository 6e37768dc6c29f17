package dev.labctl.provider.kind;

import dev.labctl.lab.ClusterName;
import dev.labctl.process.Output;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The arguments of the container engine's calls; docker, podman and nerdctl take the same. */
final class EngineCli {
    /** The label that kind puts on the containers of a cluster (kind {@code pkg/cluster/constants}). */
    private static final String LABEL = "io.x-k8s.kind.cluster";

    private static final Pattern NO_FILE =
            Pattern.compile("(?i)could not find the file|no such file|could not be found on container");

    private EngineCli() {}

    /** The engine that kind will use, by the variable that kind reads. */
    static String program(Map<String, String> environment) {
        String asked = environment.getOrDefault("KIND_EXPERIMENTAL_PROVIDER", "");
        return asked.equals("podman") || asked.equals("nerdctl") ? asked : "docker";
    }

    static List<String> copyIn(Path file, String container, String path) {
        return List.of("cp", file.toString(), container + ":" + path);
    }

    static List<String> copyOut(String container, String path, Path file) {
        return List.of("cp", container + ":" + path, file.toString());
    }

    /** Whether the engine looked into the container and did not find the file, in the words of Docker, podman or nerdctl. */
    static boolean hasNoSuchFile(Output stderr) {
        return stderr.lines().stream().anyMatch(line -> NO_FILE.matcher(line).find());
    }

    static List<String> stopped(ClusterName cluster) {
        return List.of(
                "ps",
                "--all",
                "--filter",
                "label=" + LABEL + "=" + cluster,
                "--filter",
                "status=exited",
                "--format",
                "{{.Names}}");
    }

    static List<String> parseNames(Output stdout) {
        return stdout.lines().stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .sorted()
                .toList();
    }
}
