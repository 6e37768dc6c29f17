package dev.labctl.cilium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.lab.ClusterName;
import dev.labctl.process.Recorded;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CiliumCliTest {
    private static final Optional<Path> VALUES = Optional.of(Path.of("/lab/values.yaml"));

    @Test
    void arguments() {
        assertThat(CiliumCli.install("kind-x", "1.18.2", Optional.empty()))
                .containsExactly("install", "--context", "kind-x", "--version", "1.18.2");
        assertThat(CiliumCli.install("kind-x", "1.18.2", VALUES))
                .containsExactly(
                        "install", "--context", "kind-x", "--version", "1.18.2", "--values", "/lab/values.yaml");
        assertThat(CiliumCli.installValues("kind-x", "1.18.2", VALUES))
                .containsExactly(
                        "install",
                        "--context",
                        "kind-x",
                        "--version",
                        "1.18.2",
                        "--values",
                        "/lab/values.yaml",
                        "--dry-run-helm-values");
        assertThat(CiliumCli.upgrade("kind-x", "1.18.2", Path.of("/t/full.yaml")))
                .containsExactly(
                        "upgrade",
                        "--context",
                        "kind-x",
                        "--version",
                        "1.18.2",
                        "--reset-values",
                        "--values",
                        "/t/full.yaml");
        assertThat(CiliumCli.uninstall("kind-x")).containsExactly("uninstall", "--context", "kind-x", "--wait");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cilium-install-again|CILIUM_INSTALL_FAILED|an earlier one was cut off",
                "cilium-install-no-version|VALUES_INVALID|this version of Cilium is not available",
                "cilium-install-unreachable|API_UNREACHABLE|the API server does not answer",
                "cilium-install-schema|VALUES_INVALID|does not accept the values: ipam.operator.clusterPoolIPv4MaskSize: got"
                        + " string, want integer",
                "cilium-install-refused-by-chart|VALUES_INVALID|does not accept the values: tunnel was deprecated in v1.14",
                "cilium-upgrade-no-release|CILIUM_INSTALL_FAILED|failed"
            })
    void failures(String recorded, Reason reason, String message) {
        Failure failure = CiliumFailure.explain(Reason.CILIUM_INSTALL_FAILED, Recorded.of(recorded));

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.message()).contains(message);
        assertThat(failure.details()).isNotEmpty();
    }

    /** Texts that the test bed's CLI does not give, from issues. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // cilium/cilium#30631, Helm before 3.18
                "Error: Unable to install Cilium: values don't meet the specifications of the schema(s) in the following"
                        + " chart(s):~cilium:~- image.override: Invalid type. Expected: null, given: string~-"
                        + " operator.image.override: Invalid type. Expected: null, given: string|VALUES_INVALID"
                        + "|does not accept the values: image.override: Expected: null, given: string;"
                        + " operator.image.override: Expected: null, given: string|labctl show",
                // cilium/cilium#30585
                "Error: looks like \"https://helm.cilium.io/\" is not a valid chart repository or cannot be reached: Get"
                        + " \"https://helm.cilium.io/index.yaml\": context deadline exceeded (Client.Timeout exceeded while"
                        + " awaiting headers)|TOOL_FAILED|the host of Cilium's chart, helm.cilium.io, cannot be reached"
                        + "|curl -I https://helm.cilium.io`",
                // saiyam1814/kiac#40
                "Error: Unable to install Cilium: resource DaemonSet/kube-system/cilium not ready. status: InProgress,"
                        + " message: Available: 0/2~context deadline exceeded|CILIUM_NOT_READY"
                        + "|failed: DaemonSet/kube-system/cilium was not ready in time|labctl explain",
                // cilium/cilium#22933
                "Error: Unable to install Cilium: timeout while waiting for status to become successful: context deadline"
                        + " exceeded|TOOL_FAILED|did not do what Helm waited for in time|--timeout",
            })
    void otherFailures(String stderr, Reason reason, String message, String next) {
        var result = new dev.labctl.process.ScriptedRunner()
                .fails("tool", stderr.replace('~', '\n'))
                .run(dev.labctl.process.ProcessSpec.of(Path.of("/bin/tool"), List.of("install")), null, line -> {});

        Failure failure = CiliumFailure.explain(Reason.TOOL_FAILED, result);

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.message()).contains(message);
        assertThat(failure.next()).contains(next);
    }

    @Test
    void whatGoesAwayByItself() {
        assertThat(CiliumFailure.isTransient(Recorded.of("cilium-install-terminating")))
                .isTrue();
        assertThat(CiliumFailure.isTransient(Recorded.of("cilium-upgrade-terminating")))
                .isTrue();
        assertThat(CiliumFailure.isTransient(Recorded.of("cilium-install-again")))
                .isFalse();
        assertThat(CiliumFailure.isTransient(Recorded.of("cilium-uninstall"))).isFalse();
    }

    @Test
    void theCliFillsInWhatTheLabLeavesOpen() {
        ClusterName cluster = new ClusterName("x");

        assertThat(CiliumDefaults.onKind(cluster, Map.of(), true))
                .isEqualTo(Map.of(
                        "cluster", Map.of("name", "kind-x"),
                        "ipam", Map.of("mode", "kubernetes"),
                        "operator", Map.of("replicas", 1L),
                        "routingMode", "tunnel",
                        "tunnelProtocol", "vxlan"));
        assertThat(CiliumDefaults.onKind(cluster, Map.of("routingMode", "native"), false)
                        .keySet())
                .isEqualTo(java.util.Set.copyOf(List.of(
                        "cluster", "ipam", "operator", "kubeProxyReplacement", "k8sServiceHost", "k8sServicePort")));
    }

    /** What the real CLI hands to Helm is what `show` says, but for what the build of this Cilium forces. */
    @Test
    void theDryRunAgrees() {
        var problems = new dev.labctl.yaml.Problems();
        Object said = dev.labctl.yaml.YamlReader.read(
                        Path.of("x"),
                        Recorded.of("cilium-install-values").stdout().text(),
                        problems)
                .get(0)
                .tree();
        Map<String, Object> lab = Map.of("ipam", Map.of("mode", "cluster-pool"));
        Map<String, Object> shown =
                dev.labctl.tree.Tree.merge(CiliumDefaults.onKind(new ClusterName("rec"), lab, true), lab);

        dev.labctl.tree.Tree.leaves(shown)
                .forEach((path, value) -> assertThat(dev.labctl.tree.Tree.at(said, path.split("\\.")))
                        .as(path)
                        .contains(value));
    }
}
