package dev.labctl.provider.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.lab.ClusterName;
import dev.labctl.process.Recorded;
import dev.labctl.provider.HaltedNodes;
import dev.labctl.provider.HaltedNodes.Condition;
import dev.labctl.provider.HaltedNodes.Node;
import dev.labctl.tools.Platform;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What container engines say of a cluster's nodes. */
class NodeContainersTest {
    private static final ClusterName REC = new ClusterName("rec");
    private static final KindEquivalents COMMANDS = new KindEquivalents(KindHost.local(Platform.LINUX));

    private static HaltedNodes halted(List<String> lines, String... known) {
        return NodeContainers.parse(lines).halted(REC, List.of(known), COMMANDS);
    }

    @ParameterizedTest
    @CsvSource({
        "Up 5 minutes, ",
        "Up, ",
        "Up 5 minutes (Paused), PAUSED",
        "Paused, PAUSED",
        "Exited (137) 2 seconds ago, STOPPED",
        "Created, STOPPED",
        "'', STOPPED"
    })
    void statusesOfDockerPodmanAndNerdctl(String status, Condition condition) {
        assertThat(halted(List.of("rec-worker " + status)).of("rec-worker").orElse(null))
                .isEqualTo(condition);
    }

    @Test
    void stoppedAndPausedNodesHaveALineEach() {
        HaltedNodes halted = halted(
                KindCli.parseNames(Recorded.of("docker-ps-halted").stdout()),
                "rec-control-plane",
                "rec-worker",
                "rec-worker2");

        assertThat(halted.nodes())
                .containsExactly(new Node("rec-worker", Condition.STOPPED), new Node("rec-worker2", Condition.PAUSED));
        assertThat(halted.start()).containsExactly("docker start rec-worker", "docker unpause rec-worker2");
        assertThat(halted.words()).isEqualTo("the node rec-worker is stopped, and the node rec-worker2 is paused");
    }

    @Test
    void aNodeWithoutAContainerIsGoneUnlessKindNeverMadeIt() {
        HaltedNodes halted = halted(
                List.of("rec-control-plane Up 5 minutes"),
                "rec-control-plane",
                "rec-worker",
                "simulated-1",
                "rec-else");

        assertThat(halted.nodes()).containsExactly(new Node("rec-worker", Condition.GONE));
        assertThat(halted.startable()).isFalse();
    }

    @Test
    void theTimeOfAStartInTheWordsOfEachEngine() {
        Instant time = Instant.parse("2026-01-02T03:04:05.678Z");

        assertThat(KindCli.parseTime("2026-01-02T03:04:05.678Z")).contains(time);
        assertThat(KindCli.parseTime("2026-01-02 04:04:05.678 +0100 CET")).contains(time);
        assertThat(KindCli.parseTime("<no value>")).isEmpty();
        assertThat(KindCli.parseTime("2026-19-02T03:04:05Z")).isEmpty();
    }
}
