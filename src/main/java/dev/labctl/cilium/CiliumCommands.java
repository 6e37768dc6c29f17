package dev.labctl.cilium;

import dev.labctl.kubernetes.KubectlCommands;
import dev.labctl.lab.ClusterName;
import dev.labctl.process.ShellWords;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The shell commands that do the same as {@link CliInstaller}, with the same arguments.
 *
 * @param context of kubectl
 */
public record CiliumCommands(String context) {
    public List<String> install(CiliumRequest request) {
        return List.of(withValues(request, file -> CiliumCli.install(context, request.version(), file)));
    }

    public List<String> upgrade(CiliumRequest request) {
        String full = "cilium-values.yaml";
        return List.of(
                withValues(request, file -> CiliumCli.installValues(context, request.version(), file)) + " > " + full,
                ShellWords.join("cilium", CiliumCli.upgrade(context, request.version(), Path.of(full))),
                kubectl("-n", "kube-system", "rollout", "restart", "ds/cilium", "deploy/cilium-operator"));
    }

    public List<String> await() {
        return List.of(
                ShellWords.join("cilium", List.of("status", "--context", context, "--wait")),
                kubectl("wait", "--for=condition=Ready", "nodes", "--all", "--timeout=180s"));
    }

    public List<String> uninstall() {
        return List.of(ShellWords.join("cilium", CiliumCli.uninstall(context)));
    }

    private String kubectl(String... arguments) {
        return new KubectlCommands(context).line(arguments);
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
