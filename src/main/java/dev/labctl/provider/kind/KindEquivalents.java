package dev.labctl.provider.kind;

import dev.labctl.lab.ClusterName;
import dev.labctl.process.ShellWords;
import dev.labctl.provider.CiliumRequest;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.Equivalents;
import dev.labctl.provider.cilium.CiliumCli;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a reader would type: the same arguments that labctl passes, made by the same functions. */
public final class KindEquivalents implements Equivalents {
    private final boolean linux;

    /**
     * The commands on this machine.
     *
     * @param linux whether its containers share the machine's network
     */
    public KindEquivalents(boolean linux) {
        this.linux = linux;
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
    public List<String> installCilium(CiliumRequest request) {
        return List.of(withValues(
                request, file -> CiliumCli.install(KindCli.context(request.cluster()), request.version(), file)));
    }

    @Override
    public List<String> upgradeCilium(CiliumRequest request) {
        String context = KindCli.context(request.cluster());
        String full = "cilium-values.yaml";
        return List.of(
                withValues(request, file -> CiliumCli.installValues(context, request.version(), file)) + " > " + full,
                ShellWords.join("cilium", CiliumCli.upgrade(context, request.version(), Path.of(full))),
                kubectl(
                        request.cluster(),
                        "-n",
                        "kube-system",
                        "rollout",
                        "restart",
                        "ds/cilium",
                        "deploy/cilium-operator"));
    }

    /** The file as it is, or with the name of the control plane put in on the way. */
    private static String withValues(
            CiliumRequest request, java.util.function.Function<Optional<Path>, List<String>> arguments) {
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

    @Override
    public List<String> awaitCilium(ClusterName cluster) {
        return List.of(
                ShellWords.join("cilium", List.of("status", "--context", KindCli.context(cluster), "--wait")),
                kubectl(cluster, "wait", "--for=condition=Ready", "nodes", "--all", "--timeout=180s"));
    }

    @Override
    public List<String> uninstallCilium(ClusterName cluster) {
        return List.of(ShellWords.join("cilium", CiliumCli.uninstall(KindCli.context(cluster))));
    }

    @Override
    public List<String> apply(ClusterName cluster, List<Path> files) {
        return files.stream()
                .map(file ->
                        kubectl(cluster, "apply", "--server-side", "--field-manager=labctl", "-f", file.toString()))
                .toList();
    }

    @Override
    public List<String> deleteObjects(ClusterName cluster, List<Path> files) {
        List<String> lines = new ArrayList<>();
        for (int i = files.size() - 1; i >= 0; i--) {
            lines.add(kubectl(
                    cluster, "delete", "--ignore-not-found", "-f", files.get(i).toString()));
        }
        return lines;
    }

    @Override
    public List<String> useContext(ClusterName cluster) {
        return List.of(ShellWords.join("kind", KindCli.exportKubeconfig(cluster)));
    }

    private static String kubectl(ClusterName cluster, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--context", KindCli.context(cluster)));
        all.addAll(List.of(arguments));
        return ShellWords.join("kubectl", all);
    }
}
