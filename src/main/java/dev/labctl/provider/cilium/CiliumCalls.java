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
            // A release whose first install failed cannot be installed again.
            Runnable recover = () -> call(CiliumCli.uninstall(target.context()), target, activity);
            return require(patiently(arguments, recover, target, activity), Reason.CILIUM_INSTALL_FAILED);
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
            require(patiently(arguments, () -> {}, target, activity), Reason.CILIUM_INSTALL_FAILED);
        }
    }

    /** Calls again for as long as a namespace of the Cilium before is in the way, within the deadline. */
    private ProcessResult patiently(List<String> arguments, Runnable recover, Kubeconfig target, Activity activity) {
        ProcessResult result = call(arguments, target, activity);
        while (CiliumFailure.healsSoon(result)) {
            if (activity.deadline().passed()) {
                throw CiliumFailure.neverHealed(result).asException();
            }
            activity.said().accept("a namespace of the Cilium before is still going away");
            activity.pause(RETRY, "installing Cilium");
            recover.run();
            result = call(arguments, target, activity);
        }
        return result;
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
}
