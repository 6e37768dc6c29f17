package dev.labctl.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.provider.HaltedNodes;
import dev.labctl.provider.HaltedNodes.Condition;
import dev.labctl.steps.ClusterSteps.StartNodes;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that were started are awaited until the API server tells of them as they are now. */
class StartNodesTest {
    private static final HaltedNodes HALTED = new HaltedNodes(
            List.of(new HaltedNodes.Node("n1", Condition.STOPPED), new HaltedNodes.Node("n2", Condition.PAUSED)),
            List.of("docker start n1", "docker unpause n2"));
    private static final Instant STARTED = Instant.parse("2026-11-23T09:00:00.700Z");

    @TempDir
    Path folder;

    private Stage stage;

    @BeforeEach
    void twoNodes() {
        stage = new Stage(folder).has(node("n1", "True", "")).has(node("n2", "True", ""));
    }

    private static String node(String name, String ready, String message) {
        return "apiVersion: v1\nkind: Node\nmetadata: {name: " + name + "}\n"
                + "status: {conditions: [{type: Ready, status: '" + ready + "', message: '" + message + "'}]}\n";
    }

    private static String pod(String node, String startedAt) {
        return "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: default}\nspec: {nodeName: " + node + "}\n"
                + "status: {containerStatuses: [{name: c, state: {running: {startedAt: '" + startedAt + "'}}}]}\n";
    }

    private ObjectStatus status() {
        return RestartedNodes.status(stage.api(), HALTED, STARTED);
    }

    @Test
    void aContainerFromBeforeTheStartWasNotReportedAgainYet() {
        stage.has(pod("n1", "2026-11-23T08:59:59Z"));

        assertThat(status()).isEqualTo(new ObjectStatus.InProgress("Node n1 has not reported its pods yet"));

        stage.has(pod("n1", "2026-11-23T09:00:00Z"));
        assertThat(status()).isEqualTo(ObjectStatus.CURRENT);
    }

    @Test
    void whatRanOnAPausedNodeOrOnOthersGoesOn() {
        stage.has(pod("n2", "2026-11-23T08:00:00Z")).has(pod("n3", "2026-11-23T08:00:00Z"));

        assertThat(status()).isEqualTo(ObjectStatus.CURRENT);
    }

    @Test
    void aNodeIsAwaitedUnlessOnlyItsNetworkIsMissing() {
        stage.has(node("n2", "Unknown", "Kubelet stopped posting node status."));
        assertThat(status()).isEqualTo(new ObjectStatus.InProgress("Node n2 is not Ready yet"));

        stage.has(node("n2", "False", "container runtime network not ready: NetworkPluginNotReady"));
        assertThat(status()).isEqualTo(ObjectStatus.CURRENT);
    }

    @Test
    void theStepStartsThemAndNamesTheSameCommands() {
        StartNodes step = new StartNodes(Stage.CLUSTER, HALTED);

        assertThat(stage.run(step)).isEqualTo(StepEnd.done("2 nodes"));
        assertThat(stage.provider().calls()).containsExactly("start n1 n2");
        assertThat(step.equivalent(stage.provider().kind().commands()))
                .containsExactly("docker start n1", "docker unpause n2");
    }
}
