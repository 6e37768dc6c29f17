package dev.labctl.provider;

import dev.labctl.cilium.CiliumCli;
import dev.labctl.cilium.CiliumRequest;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.ClusterName;
import dev.labctl.process.ShellWords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The shell commands that do the same as each step, with the same arguments: a reader can learn from them, or paste them into
 * a bug report.
 */
public interface Equivalents {
    /** The context of kubectl in which these commands work. */
    String context(ClusterName cluster);

    /** None where labctl creates no clusters. */
    default List<String> create(ClusterSpec spec) {
        return List.of();
    }

    /** Creates the nodes where they come after Cilium; none where they come with the cluster. */
    default List<String> createNodes(ClusterSpec spec) {
        return List.of();
    }

    /** Likewise. */
    default List<String> delete(ClusterName cluster) {
        return List.of();
    }

    /** None where no context leads to the cluster. */
    default List<String> useContext(ClusterName cluster) {
        return List.of();
    }

    /** Starts nodes of this provider that are stopped. */
    default String startNodes(List<String> nodes) {
        return "";
    }

    /** Loads an image from this machine onto the nodes; empty where nothing does. */
    default String loadImage(ClusterName cluster, String image) {
        return "";
    }

    default List<String> installCilium(CiliumRequest request) {
        String context = context(request.cluster());
        return List.of(withValues(request, file -> CiliumCli.install(context, request.version(), file)));
    }

    default List<String> upgradeCilium(CiliumRequest request) {
        String context = context(request.cluster());
        String full = "cilium-values.yaml";
        return List.of(
                withValues(request, file -> CiliumCli.installValues(context, request.version(), file)) + " > " + full,
                ShellWords.join("cilium", CiliumCli.upgrade(context, request.version(), Path.of(full))),
                restartCilium(request.cluster()));
    }

    default String restartCilium(ClusterName cluster) {
        return kubectl(
                context(cluster), "-n", "kube-system", "rollout", "restart", "ds/cilium", "deploy/cilium-operator");
    }

    /** Changes values of a Cilium that was installed by other means than the cilium CLI's; the file is the reader's. */
    default String changeCilium(ClusterName cluster, String namespace) {
        return ShellWords.join(
                "helm",
                List.of(
                        "upgrade",
                        "cilium",
                        "cilium/cilium",
                        "--kube-context",
                        context(cluster),
                        "-n",
                        namespace,
                        "--reuse-values"));
    }

    default List<String> awaitCilium(ClusterName cluster) {
        String context = context(cluster);
        return List.of(
                ShellWords.join("cilium", List.of("status", "--context", context, "--wait")),
                kubectl(context, "wait", "--for=condition=Ready", "nodes", "--all", "--timeout=180s"));
    }

    default List<String> uninstallCilium(ClusterName cluster) {
        return List.of(ShellWords.join("cilium", CiliumCli.uninstall(context(cluster))));
    }

    default List<String> apply(ClusterName cluster, List<Path> files) {
        String context = context(cluster);
        return files.stream()
                .map(file ->
                        kubectl(context, "apply", "--server-side", "--field-manager=labctl", "-f", file.toString()))
                .toList();
    }

    /** The same for kinds that Cilium's operator has yet to define. */
    default List<String> applyOnceKnown(ClusterName cluster, List<Path> files) {
        return apply(cluster, files).stream()
                .map(line -> "until " + line + "; do sleep 2; done")
                .toList();
    }

    /** Deletes what these files define, the last file first. */
    default List<String> deleteObjects(ClusterName cluster, List<Path> files) {
        List<String> lines = new ArrayList<>();
        files.forEach(
                file -> lines.add(kubectl(context(cluster), "delete", "--ignore-not-found", "-f", file.toString())));
        Collections.reverse(lines);
        return lines;
    }

    /** Deletes one object. */
    default String deleteObject(ClusterName cluster, ObjectRef ref) {
        int slash = ref.apiVersion().indexOf('/');
        String kind = ref.kind().toLowerCase(Locale.ROOT);
        String resource = slash < 0
                ? kind
                : kind + "." + ref.apiVersion().substring(slash + 1) + "."
                        + ref.apiVersion().substring(0, slash);
        List<String> arguments = new ArrayList<>(List.of("delete", "--ignore-not-found", resource + "/" + ref.name()));
        ref.namespace().ifPresent(namespace -> arguments.addAll(List.of("-n", namespace)));
        return kubectl(context(cluster), arguments.toArray(String[]::new));
    }

    private static String kubectl(String context, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--context", context));
        all.addAll(List.of(arguments));
        return ShellWords.join("kubectl", all);
    }

    /** The values file unchanged, or with the name of this cluster's control plane filled in on the fly. */
    private static String withValues(CiliumRequest request, Function<Optional<Path>, List<String>> arguments) {
        Optional<Path> file = request.values().file();
        String line = ShellWords.join("cilium", arguments.apply(file));
        if (file.isEmpty() || request.values().asIsFor(request.cluster())) {
            return line;
        }
        String name = ShellWords.quote(file.get().toString());
        String rebased = "<(sed 's/" + ClusterName.BOOK.controlPlane() + "/"
                + request.cluster().controlPlane() + "/' " + name + ")";
        return line.replace(name, rebased);
    }
}
