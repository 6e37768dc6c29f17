package dev.labctl.provider.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.process.Recorded;
import dev.labctl.tools.ContainerEngine;
import dev.labctl.tools.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On what kind really said. */
class KindFailureTest {
    private static Failure explained(String recorded) {
        return KindFailure.explain(
                Reason.CLUSTER_CREATE_FAILED, "making the cluster x", Recorded.of(recorded), ContainerEngine.DOCKER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind-get-clusters-docker-down|DOCKER_UNREACHABLE|Docker does not answer|systemctl start docker",
                "kind-create-docker-down|DOCKER_UNREACHABLE|Docker does not answer|systemctl start docker",
                "kind-get-clusters-permission-denied|DOCKER_UNREACHABLE|Docker refuses this user|usermod -aG docker",
                "kind-get-clusters-no-docker|TOOL_MISSING|finds no container engine|docs.docker.com",
                "kind-create-port-taken|PORT_TAKEN|is taken: 18999|ss -ltnp",
                "kind-create-no-ipv6|IPV6_UNAVAILABLE|got no IPv6 address|docker network rm kind",
                "kind-create-exists|CLUSTER_BUSY|a cluster named rec was created meanwhile|same command again",
                "kind-create-kubeconfig-locked|KUBECONFIG_LOCKED|lock file|labctl context",
                "kind-export-kubeconfig-locked|KUBECONFIG_LOCKED|lock file|labctl context",
                "kind-create-image-missing|CLUSTER_CREATE_FAILED|image kindest/node:v0.0.0 cannot be pulled|--node-image",
                "kind-create-podman-rlimit|CLUSTER_CREATE_FAILED|podman may not give a node the limits|default_ulimits",
                "kind-delete-frozen|CLUSTER_DELETE_FAILED|a process in it is frozen|freezer.state",
                "kind-create-bad-config|CLUSTER_CREATE_FAILED|does not accept the lab's kind.yaml|labctl show",
                "kind-create-bad-subnet|CLUSTER_CREATE_FAILED|does not accept the lab's kind.yaml|labctl show"
            })
    void causes(String recorded, Reason reason, String message, String next) {
        Failure failure = explained(recorded);

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.message()).contains(message);
        assertThat(failure.next()).contains(next);
        assertThat(failure.details()).isNotEmpty().hasSizeLessThanOrEqualTo(8);
        assertThat(failure.details())
                .allSatisfy(line -> assertThat(line.length()).isLessThan(450));
    }

    /** Texts that this machine's kind would not say on demand, from kind's own issues. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Failed to create inotify object: Too many open files / too many open files|INOTIFY_LIMITS",
                "could not find a log line that matches \"Reached target .*Multi-User System.*\"|CLUSTER_CREATE_FAILED",
                "docker: Error response from daemon: ... Bind for 0.0.0.0:80 failed: port is already allocated|PORT_TAKEN",
                "write /var/lib/docker/tmp: no space left on device|CLUSTER_CREATE_FAILED",
                "ERROR: failed to create cluster: running kind with rootless provider requires cgroup v2, see"
                        + " https://kind.sigs.k8s.io/docs/user/rootless/|CGROUPS_UNSUITABLE",
                "ERROR: failed to create cluster: running kind with rootless provider requires setting systemd property"
                        + " \"Delegate=yes\", see https://kind.sigs.k8s.io/docs/user/rootless/|CGROUPS_UNSUITABLE",
                "ERROR: failed to create cluster: podman version \"1.7.1\" is too old, please upgrade to \"1.8.0\" or later"
                        + "|TOOL_TOO_OLD",
                "docker: Error response from daemon: driver failed programming external connectivity on endpoint x: Error"
                        + " starting userland proxy: listen tcp4 203.0.113.9:32768: bind: cannot assign requested address."
                        + "|CLUSTER_CREATE_FAILED"
            })
    void otherCauses(String stderr, Reason reason) {
        var result = new dev.labctl.process.ScriptedRunner()
                .fails("tool", stderr)
                .run(
                        dev.labctl.process.ProcessSpec.of(java.nio.file.Path.of("/bin/tool"), java.util.List.of()),
                        null,
                        line -> {});

        assertThat(KindFailure.explain(Reason.TOOL_FAILED, "it", result, ContainerEngine.DOCKER)
                        .reason())
                .isEqualTo(reason);
    }

    @Test
    void commandsAreThoseOfTheEngine() {
        ContainerEngine podman = new ContainerEngine(Tool.PODMAN, "podman");

        assertThat(KindFailure.explain(Reason.TOOL_FAILED, "it", Recorded.of("kind-create-no-ipv6"), podman))
                .satisfies(failure -> {
                    assertThat(failure.message()).contains("podman's network \"kind\"");
                    assertThat(failure.next()).contains("`podman network rm kind`");
                });
    }

    @Test
    void anUnknownCauseIsToldInKindsOwnWords() {
        Failure failure = explained("kind-get-kubeconfig-missing");

        assertThat(failure.reason()).isEqualTo(Reason.CLUSTER_CREATE_FAILED);
        assertThat(failure.message()).isEqualTo("making the cluster x failed");
        assertThat(failure.details()).singleElement().asString().contains("could not locate any control plane nodes");
    }

    @Test
    void onlyALockLeavesTheClusterStanding() {
        assertThat(KindFailure.kubeconfigAlone(Recorded.of("kind-create-kubeconfig-locked")))
                .isTrue();
        assertThat(KindFailure.kubeconfigAlone(Recorded.of("kind-create-no-ipv6")))
                .isFalse();
    }
}
