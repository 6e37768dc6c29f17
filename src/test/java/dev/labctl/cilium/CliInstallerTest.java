package dev.labctl.cilium;

import static dev.labctl.lab.TestChapters.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.Connection;
import dev.labctl.kubernetes.FakeApi;
import dev.labctl.kubernetes.Kubeconfig;
import dev.labctl.lab.CiliumValues;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;
import dev.labctl.process.Executables;
import dev.labctl.process.ScriptedRunner;
import dev.labctl.time.Deadline;
import dev.labctl.time.Operation;
import dev.labctl.time.VirtualTime;
import dev.labctl.tools.Platform;
import dev.labctl.tools.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliInstallerTest {
    private static final Connection TARGET = new Connection(new FakeApi(), Optional.of(new Kubeconfig("", "kind-rec")));
    private static final CiliumRequest REQUEST =
            new CiliumRequest(new ClusterName("rec"), LabRef.of("chapter04"), "1.18.2", CiliumValues.NONE);

    @TempDir
    Path folder;

    private final ScriptedRunner runner = new ScriptedRunner();
    private final List<String> said = new ArrayList<>();
    private final Operation operation =
            new Operation(Deadline.in(Duration.ofSeconds(10), new VirtualTime()), said::add, line -> {});

    @BeforeEach
    void aCli() throws IOException {
        Path file = Files.writeString(folder.resolve("cilium"), "#!/bin/sh\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private CliInstaller calls() {
        Map<String, String> environment = Map.of("PATH", folder.toString());
        return new CliInstaller(new Tools(new Executables(environment, "Linux"), Platform.LINUX), runner);
    }

    private List<String> verbs() {
        return runner.calls().stream().map(call -> call.arguments().get(0)).toList();
    }

    @Test
    void anInstallWaitsForTheCiliumBefore() {
        runner.recorded("cilium install", "cilium-install-terminating")
                .says("cilium install", "")
                .recorded("cilium uninstall", "cilium-uninstall");

        calls().install(REQUEST, TARGET, operation);

        assertThat(verbs()).containsExactly("install", "uninstall", "install");
        assertThat(said).containsExactly("a namespace of the previous Cilium is still being deleted");
    }

    /** The release stays, failed: the next upgrade fixes it, and an uninstall would take more away. */
    @Test
    void anUpgradeWaitsForTheCiliumBefore() {
        runner.recorded("cilium install", "cilium-install-values")
                .recorded("cilium upgrade", "cilium-upgrade-terminating")
                .recorded("cilium upgrade", "cilium-upgrade-terminating")
                .says("cilium upgrade", "");

        calls().upgrade(REQUEST, TARGET, operation);

        assertThat(verbs()).containsExactly("install", "upgrade", "upgrade", "upgrade");
        assertThat(said).hasSize(2);
    }

    /** Helm finds the namespace, and it is gone when Helm writes into it. */
    @Test
    void aNamespaceThatGoesMeanwhileIsNoFailure() {
        runner.recorded("cilium install", "cilium-install-values")
                .recorded("cilium upgrade", "cilium-upgrade-terminating")
                .fails(
                        "cilium upgrade",
                        "Error: Unable to upgrade Cilium: failed to create resource: namespaces \"cilium-secrets\" not found")
                .says("cilium upgrade", "");

        calls().upgrade(REQUEST, TARGET, operation);

        assertThat(verbs()).containsExactly("install", "upgrade", "upgrade", "upgrade");
    }

    /** It will not come by waiting. */
    @Test
    void aNamespaceThatWasNeverThereIsAFailure() {
        runner.recorded("cilium install", "cilium-install-values")
                .fails("cilium upgrade", "Error: namespaces \"of-tls\" not found");

        assertThat(failureOf(() -> calls().upgrade(REQUEST, TARGET, operation)).reason())
                .isEqualTo(Reason.CILIUM_INSTALL_FAILED);
        assertThat(verbs()).containsExactly("install", "upgrade");
    }

    @Test
    void itDoesNotWaitForEver() {
        runner.recorded("cilium install", "cilium-install-values")
                .recorded("cilium upgrade", "cilium-upgrade-terminating");

        Failure failure = failureOf(() -> calls().upgrade(REQUEST, TARGET, operation));

        assertThat(failure.reason()).isEqualTo(Reason.DEADLINE_PASSED);
        assertThat(failure.details()).anyMatch(line -> line.contains("because it is being terminated"));
        assertThat(failure.next()).contains("kubectl get namespace cilium-secrets");
    }

    @Test
    void whatDoesNotHealFailsAtOnce() {
        runner.recorded("cilium install", "cilium-install-no-version");

        Failure failure = failureOf(() -> calls().install(REQUEST, TARGET, operation));

        assertThat(failure.reason()).isEqualTo(Reason.VALUES_INVALID);
        assertThat(verbs()).containsExactly("install");
    }
}
