package dev.labctl.provider.cilium;

import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.Kubeconfig;
import dev.labctl.process.Command;
import dev.labctl.process.ProcessResult;
import dev.labctl.process.ProcessRunner;
import dev.labctl.provider.Activity;
import dev.labctl.provider.CiliumRequest;
import dev.labctl.provider.TemporaryFile;
import dev.labctl.provider.ToolResults;
import dev.labctl.tools.Tool;
import dev.labctl.tools.Tools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Calls the cilium CLI for one cluster. It gets that cluster's credentials in a file of its own for the length of the call,
 * never the reader's current context.
 */
public final class CiliumCalls {
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Tools tools;
    private final ProcessRunner runner;

    public CiliumCalls(Tools tools, ProcessRunner runner) {
        this.tools = tools;
        this.runner = runner;
    }

    public void install(CiliumRequest request, Kubeconfig target, Activity activity) {
        withValues(request, values -> {
            List<String> arguments = CiliumCli.install(target.context(), request.version(), values);
            ProcessResult result = call(arguments, target, activity);
            while (CiliumFailure.healsSoon(result) && !activity.deadline().passed()) {
                activity.said().accept("a namespace of the Cilium before is still going away");
                pause(activity);
                call(CiliumCli.uninstall(target.context()), target, activity);
                result = call(arguments, target, activity);
            }
            return require(result, Reason.CILIUM_INSTALL_FAILED);
        });
    }

    public void upgrade(CiliumRequest request, Kubeconfig target, Activity activity) {
        String full = withValues(request, values -> require(
                        call(CiliumCli.installValues(target.context(), request.version(), values), target, activity),
                        Reason.CILIUM_INSTALL_FAILED)
                .stdout()
                .text());
        try (TemporaryFile file = TemporaryFile.of(full, ".yaml")) {
            List<String> arguments = CiliumCli.upgrade(target.context(), request.version(), file.path());
            require(call(arguments, target, activity), Reason.CILIUM_INSTALL_FAILED);
        }
    }

    public void uninstall(Kubeconfig target, Activity activity) {
        require(call(CiliumCli.uninstall(target.context()), target, activity), Reason.CILIUM_UNINSTALL_FAILED);
    }

    private ProcessResult call(List<String> arguments, Kubeconfig target, Activity activity) {
        try (TemporaryFile kubeconfig = TemporaryFile.of(target.text(), ".kubeconfig")) {
            Command command = Command.of(tools.require(Tool.CILIUM), arguments)
                    .with(Map.of("KUBECONFIG", kubeconfig.path().toString()));
            return runner.run(command, activity.deadline(), (stream, line) -> activity.output()
                    .accept(line));
        }
    }

    private static ProcessResult require(ProcessResult result, Reason reason) {
        return ToolResults.require(result, failed -> CiliumFailure.explain(reason, failed));
    }

    /** Hands over the file with the values as they are for this cluster; none where the lab has none. */
    private static <T> T withValues(CiliumRequest request, Function<Optional<Path>, T> use) {
        Optional<Path> file = request.values().file();
        if (file.isEmpty() || request.values().asIsFor(request.cluster())) {
            return use.apply(file);
        }
        try (TemporaryFile rebased = TemporaryFile.of(request.values().textFor(request.cluster()), ".yaml")) {
            return use.apply(Optional.of(rebased.path()));
        }
    }

    private static void pause(Activity activity) {
        try {
            activity.deadline().sleep(RETRY);
        } catch (InterruptedException e) {
            // The next call of a tool sees the flag and ends as interrupted.
            Thread.currentThread().interrupt();
        }
    }
}
