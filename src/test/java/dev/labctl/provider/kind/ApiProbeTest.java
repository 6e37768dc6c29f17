package dev.labctl.provider.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.lab.ClusterName;
import dev.labctl.process.Executables;
import dev.labctl.process.FakeProcesses;
import dev.labctl.process.ScriptedRunner;
import dev.labctl.provider.ClusterState;
import dev.labctl.time.Deadline;
import dev.labctl.time.Operation;
import dev.labctl.time.VirtualTime;
import dev.labctl.tools.Platform;
import dev.labctl.tools.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster whose API server is not heard of. */
class ApiProbeTest {
    private static final ClusterName REC = new ClusterName("rec");

    @TempDir
    Path folder;

    private final ScriptedRunner runner = new ScriptedRunner();
    private final VirtualTime time = new VirtualTime();
    private final Instant start = time.now();
    private final List<String> said = new ArrayList<>();
    private final Operation operation = new Operation(Deadline.in(Duration.ofMinutes(10), time), said::add, line -> {});
    private ApiProbe answer;

    @BeforeEach
    void aServerThatRefusesConnections() throws IOException {
        for (String tool : List.of("kind", "docker")) {
            assertThat(Files.writeString(folder.resolve(tool), "#!/bin/sh\n")
                            .toFile()
                            .setExecutable(true))
                    .isTrue();
        }
        Map<String, String> environment = Map.of("PATH", folder.toString());
        Tools tools = new Tools(new Executables(environment, "Linux"), Platform.LINUX);
        KindCalls calls = new KindCalls(
                tools, runner, environment, KindHost.of(tools, environment), new KubeconfigLock(new FakeProcesses()));
        answer = new ApiProbe(calls, new Connections(calls));
        int port;
        try (ServerSocket closedAtOnce = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closedAtOnce.getLocalPort();
        }
        runner.says(
                "kind get kubeconfig",
                "apiVersion: v1\nkind: Config\ncurrent-context: kind-rec\nclusters:\n- name: kind-rec\n  cluster:\n"
                        + "    server: https://127.0.0.1:" + port + "\ncontexts:\n- name: kind-rec\n"
                        + "  context: {cluster: kind-rec, user: kind-rec}\nusers:\n- name: kind-rec\n  user: {}\n");
    }

    @Test
    void whereAllNodesRunItIsAskedAgainForAWhile() {
        runner.says("docker ps", "rec-control-plane Up 5 minutes\nrec-worker Up 5 minutes\n");

        ClusterState state = answer.of(REC, true, operation);

        assertThat(state).isInstanceOfSatisfying(ClusterState.Unreachable.class, silent -> {
            assertThat(silent.halted().isEmpty()).isTrue();
            assertThat(silent.why()).isEqualTo("the connection is refused");
        });
        assertThat(Duration.between(start, time.now())).isEqualTo(Duration.ofSeconds(30));
        assertThat(said).singleElement().asString().startsWith("the API server does not answer yet: ");
    }

    @Test
    void whereNodesAreStoppedNothingIsWaitedFor() {
        runner.says("docker ps", "rec-control-plane Exited (137) 2 seconds ago\n");

        assertThat(answer.of(REC, true, operation))
                .isInstanceOfSatisfying(ClusterState.Unreachable.class, silent -> assertThat(
                                silent.halted().start())
                        .containsExactly("docker start rec-control-plane"));
        assertThat(time.now()).isEqualTo(start);
    }
}
