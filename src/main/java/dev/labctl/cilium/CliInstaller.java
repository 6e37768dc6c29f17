package dev.labctl.cilium;

import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.Connection;
import dev.labctl.kubernetes.Kubeconfig;
import dev.labctl.kubernetes.Wait;
import dev.labctl.lab.ClusterName;
import dev.labctl.process.ProcessResult;
import dev.labctl.process.ProcessRunner;
import dev.labctl.process.ProcessSpec;
import dev.labctl.process.TemporaryFile;
import dev.labctl.time.Operation;
import dev.labctl.tools.Tool;
import dev.labctl.tools.Tools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Installs Cilium by the cilium CLI, which gets the cluster's credentials in a file of its own for the length of a call; the
 * reader's current context is never used.
 */
public record CliInstaller(Tools tools, ProcessRunner runner) implements CiliumInstaller {
    private static final Duration RETRY = Duration.ofSeconds(2);

    @Override
    public void install(CiliumRequest request, Connection connection, Operation operation) {
        Kubeconfig target = credentials(connection);
        withValues(request, values -> {
            List<String> arguments = CiliumCli.install(target.context(), request.version(), values);
            // A release whose first install failed cannot be installed again.
            Runnable recover = () -> call(CiliumCli.uninstall(target.context()), target, operation);
            return require(patiently(arguments, recover, target, operation), Reason.CILIUM_INSTALL_FAILED);
        });
    }

    @Override
    public void upgrade(CiliumRequest request, Connection connection, Operation operation) {
        Kubeconfig target = credentials(connection);
        // The values may hold keys: they are not narrated.
        String full = withValues(request, values -> require(
                        call(
                                CiliumCli.installValues(target.context(), request.version(), values),
                                target,
                                operation,
                                line -> {}),
                        Reason.CILIUM_INSTALL_FAILED)
                .stdout()
                .text());
        try (TemporaryFile file = TemporaryFile.of(full, ".yaml")) {
            List<String> arguments = CiliumCli.upgrade(target.context(), request.version(), file.path());
            require(patiently(arguments, () -> {}, target, operation), Reason.CILIUM_INSTALL_FAILED);
        }
    }

    /** Calls again while a namespace of the previous Cilium is in the way. */
    private ProcessResult patiently(List<String> arguments, Runnable recover, Kubeconfig target, Operation operation) {
        AtomicBoolean again = new AtomicBoolean();
        AtomicBoolean terminating = new AtomicBoolean();
        ProcessResult result = Wait.of(operation)
                .every(RETRY)
                .poll(
                        () -> {
                            if (again.getAndSet(true)) {
                                operation
                                        .progress()
                                        .accept("a namespace of the previous Cilium is still being deleted");
                                recover.run();
                            }
                            return call(arguments, target, operation);
                        },
                        ended -> {
                            boolean gone = terminating.get() && CiliumFailure.isJustGone(ended);
                            terminating.set(CiliumFailure.isTransient(ended));
                            return !terminating.get() && !gone;
                        });
        if (CiliumFailure.isTransient(result)) {
            throw CiliumFailure.stillTerminating(result).asException();
        }
        return result;
    }

    @Override
    public void uninstall(ClusterName cluster, Connection connection, Operation operation) {
        Kubeconfig target = credentials(connection);
        require(call(CiliumCli.uninstall(target.context()), target, operation), Reason.CILIUM_UNINSTALL_FAILED);
    }

    private static Kubeconfig credentials(Connection connection) {
        return connection
                .kubeconfig()
                .orElseThrow(() -> new IllegalStateException("other tools cannot reach this cluster"));
    }

    private ProcessResult call(List<String> arguments, Kubeconfig target, Operation operation) {
        return call(arguments, target, operation, operation.output());
    }

    private ProcessResult call(List<String> arguments, Kubeconfig target, Operation operation, Consumer<String> lines) {
        try (TemporaryFile kubeconfig = TemporaryFile.of(target.text(), ".kubeconfig")) {
            ProcessSpec command = ProcessSpec.of(tools.require(Tool.CILIUM), arguments)
                    .with(Map.of("KUBECONFIG", kubeconfig.path().toString()));
            return runner.run(command, operation.deadline(), lines);
        }
    }

    private static ProcessResult require(ProcessResult result, Reason reason) {
        return result.require(failed -> CiliumFailure.explain(reason, failed));
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
