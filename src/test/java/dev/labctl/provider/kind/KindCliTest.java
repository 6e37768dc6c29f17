package dev.labctl.provider.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.lab.ClusterName;
import dev.labctl.process.Recorded;
import dev.labctl.process.RunningProcesses.Identity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KindCliTest {
    private static final ClusterName X = new ClusterName("x");

    @Test
    void argumentsOfKind() {
        assertThat(KindCli.create(X, "kindest/node:v1", "/a b/kind.yaml"))
                .containsExactly(
                        "create", "cluster", "--name", "x", "--image", "kindest/node:v1", "--config", "/a b/kind.yaml");
        assertThat(KindCli.delete(X)).containsExactly("delete", "cluster", "--name", "x");
        assertThat(KindCli.clusters()).containsExactly("get", "clusters");
        assertThat(KindCli.kubeconfig(X)).containsExactly("get", "kubeconfig", "--name", "x");
        assertThat(KindCli.exportKubeconfig(X)).containsExactly("export", "kubeconfig", "--name", "x");
        assertThat(KindCli.context(X)).isEqualTo("kind-x");
    }

    @Test
    void argumentsOfTheEngine() {
        assertThat(KindCli.copyIn(Path.of("/t/m"), "x-control-plane", "/kind/labctl"))
                .containsExactly("cp", "/t/m", "x-control-plane:/kind/labctl");
        assertThat(KindCli.copyOut("x-control-plane", "/kind/labctl", Path.of("/t/m")))
                .containsExactly("cp", "x-control-plane:/kind/labctl", "/t/m");
        assertThat(KindCli.containers(X))
                .containsExactly(
                        "ps",
                        "--all",
                        "--filter",
                        "label=io.x-k8s.kind.cluster=x",
                        "--format",
                        "{{.Names}} {{.Status}}");
        assertThat(KindCli.start(List.of("a", "b"))).containsExactly("start", "a", "b");
        assertThat(KindCli.unpause(List.of("c"))).containsExactly("unpause", "c");
    }

    @Test
    void answers() {
        assertThat(KindCli.parseNames(Recorded.of("kind-get-clusters").stdout()))
                .containsExactly("rec");
        assertThat(KindCli.parseNames(Recorded.of("kind-get-clusters-none").stdout()))
                .isEmpty();
    }

    @Test
    void aMarkIsReadBackAsItWasWritten() {
        ClusterMarker mark = new ClusterMarker(
                false,
                new Identity("laptop", 4711, Optional.of(Instant.parse("2026-11-23T10:00:00.120Z"))),
                Optional.of("10.0.0.5"));

        assertThat(ClusterMarker.parse(mark.text())).isEqualTo(mark);
        assertThat(ClusterMarker.parse(mark.finished().text())).isEqualTo(mark.finished());
        assertThat(mark.finished().complete()).isTrue();
        ClusterMarker without = new ClusterMarker(true, new Identity("laptop", 1, Optional.empty()), Optional.empty());
        assertThat(ClusterMarker.parse(without.text())).isEqualTo(without);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "stage=begun\npid=many\nstarted=then", "pid=99999999999999999999999"})
    void aDamagedMarkCountsAsBegunByAProcessThatIsGone(String text) {
        ClusterMarker mark = ClusterMarker.parse(text);

        assertThat(mark.complete()).isFalse();
        assertThat(mark.creator().pid()).isEqualTo(-1);
        assertThat(mark.creator().started()).isEmpty();
    }
}
