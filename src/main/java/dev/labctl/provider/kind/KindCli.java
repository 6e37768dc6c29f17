package dev.labctl.provider.kind;

import dev.labctl.lab.ClusterName;
import dev.labctl.process.Output;
import java.util.List;

/** The arguments of kind's calls, as values, and what its answers say (kind 0.23 to 0.33 {@code pkg/cmd/kind}). */
final class KindCli {
    private KindCli() {}

    static String context(ClusterName cluster) {
        return "kind-" + cluster;
    }

    /** Without {@code --wait}: kind waits for nodes to be Ready, which they are not before Cilium is there. */
    static List<String> create(ClusterName cluster, String nodeImage, String config) {
        return List.of("create", "cluster", "--name", cluster.value(), "--image", nodeImage, "--config", config);
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

    static List<String> version() {
        return List.of("version");
    }

    /** One name per line on standard output; that there are none is said on standard error. */
    static List<String> parseNames(Output stdout) {
        return stdout.lines().stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
