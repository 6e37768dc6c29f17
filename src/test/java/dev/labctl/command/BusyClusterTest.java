package dev.labctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cilium.CiliumState;
import dev.labctl.cilium.CiliumState.Release;
import dev.labctl.command.planner.Replacing;
import dev.labctl.command.session.Target;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.FakeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.LabState;
import dev.labctl.lab.TestChapters;
import dev.labctl.provider.ClusterFacts;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.LabRecord;
import dev.labctl.report.Report;
import dev.labctl.steps.Stage;
import dev.labctl.tree.Tree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command does on a cluster on which another labctl is at work. */
class BusyClusterTest {
    private static final ClusterFacts FACTS = new ClusterFacts(1, 2, "v1.33.12", "ipv4", true, true);
    private static final ObjectRef LEASE =
            ObjectRef.namespaced("coordination.k8s.io/v1", "Lease", "kube-system", "labctl");
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final Optional<LabRef> LAB = Optional.of(Stage.REF);

    @TempDir
    Path folder;

    private Stage stage;

    @BeforeEach
    void aClusterOfLabctl() {
        stage = new Stage(folder).manifest("one.yaml", TestChapters.CONFIG_MAP);
        stage.api().hasServiceAccount("default");
        LabRecord record = LabRecord.of(stage.spec());
        stage.recorded(record);
        stage.provider()
                .has(
                        Stage.CLUSTER,
                        new ClusterState.Managed(
                                record,
                                FACTS,
                                new CiliumState(Optional.of(new Release(1, "deployed")), Optional.empty())));
    }

    private Report run(String command) {
        TestedCommands commands = stage.commands();
        TestedCommands dry = new TestedCommands(commands.context(), true);
        Target lab = stage.target(command, LAB, PATIENCE);
        Target cluster = stage.target(command, Optional.empty(), PATIENCE);
        return switch (command) {
            case "up" -> commands.up(lab, Replacing.NOTHING);
            case "up --recreate" -> commands.up(lab, Replacing.OWN);
            case "cilium-install" -> commands.ciliumInstall(lab);
            case "apply" -> commands.apply(lab);
            case "verify" -> commands.verify(lab, LabState.FAULT);
            case "run" -> commands.run(lab, false);
            case "run --down" -> commands.run(lab, true);
            case "down" -> commands.down(cluster);
            case "down --all" -> commands.downAll(cluster);
            case "reset" -> commands.reset(cluster);
            case "delete" -> commands.delete(cluster);
            case "cilium-uninstall" -> commands.ciliumUninstall(cluster);
            case "apply --dry-run" -> dry.apply(lab);
            case "down --dry-run" -> dry.down(cluster);
            case "context" -> commands.context(cluster);
            case "status" -> commands.status(cluster);
            default -> throw new AssertionError(command);
        };
    }

    /** Another labctl holds the lease, and renews it for so many seconds; then it is done. */
    private void anotherAtWork(int seconds, Runnable atItsEnd) {
        stage.has(FakeApi.object(
                "coordination.k8s.io/v1",
                "Lease",
                "kube-system",
                "labctl",
                Map.of("spec", Map.of("holderIdentity", "labctl run of bob@desk (pid 5)"))));
        AtomicInteger left = new AtomicInteger(seconds);
        stage.api().beforeEachGet(api -> api.peek(LEASE).ifPresent(lease -> {
            if (left.decrementAndGet() < 0) {
                api.remove(LEASE);
                atItsEnd.run();
            } else {
                api.replace(new KubeObject(Tree.with(lease.tree(), left.toString(), "spec", "renewTime")));
            }
        }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up",
                "up --recreate",
                "cilium-install",
                "apply",
                "verify",
                "run",
                "run --down",
                "down",
                "down --all",
                "reset",
                "delete",
                "cilium-uninstall"
            })
    void whatWouldChangeItWaitsAndGivesUpWithoutAChange(String command) {
        anotherAtWork(Integer.MAX_VALUE, () -> {});
        int applied = stage.api().applied().size();

        Report report = run(command);

        assertThat(report.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.CLUSTER_BUSY);
            assertThat(failure.message()).startsWith("labctl run of bob@desk (pid 5) is still at work");
        });
        assertThat(stage.said()).contains("waiting for labctl run of bob@desk (pid 5)");
        assertThat(stage.provider().calls()).containsOnly("close");
        assertThat(stage.api().applied()).hasSize(applied);
        assertThat(stage.api().deleted()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"apply --dry-run", "down --dry-run", "context", "status"})
    void whatChangesNothingInItDoesNotWait(String command) {
        anotherAtWork(Integer.MAX_VALUE, () -> {});

        assertThat(run(command).failure()).isEmpty();
        assertThat(stage.said()).isEmpty();
    }

    @Test
    void theSecondGoesOnFromWhatTheFirstHasMadeOfTheCluster() {
        anotherAtWork(20, () -> stage.provider().has(Stage.CLUSTER, new ClusterState.Absent()));

        assertThat(run("apply").failure())
                .hasValueSatisfying(failure -> assertThat(failure.reason()).isEqualTo(Reason.CLUSTER_MISSING));
        assertThat(stage.api().peek(LEASE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"apply", "delete", "cilium-uninstall", "down", "up", "reset"})
    void noLeaseIsLeftWhateverTheEnd(String command) {
        stage.provider().when("delete", () -> stage.api().remove(LEASE));

        run(command);

        assertThat(stage.api().peek(LEASE)).isEmpty();
    }

    /** Not even a lease is written into it. */
    @ParameterizedTest
    @ValueSource(strings = {"up", "up --recreate", "cilium-install", "apply", "run", "down", "reset", "delete"})
    void aForeignClusterGetsNoLease(String command) {
        stage.provider().has(Stage.CLUSTER, new ClusterState.Foreign(false, FACTS, CiliumState.NONE, Optional.empty()));
        stage.api().answers(LEASE, new AssertionErrorAtOnce());

        assertThat(run(command).failure()).hasValueSatisfying(failure -> assertThat(failure.reason())
                .isIn(Reason.CLUSTER_NOT_OURS, Reason.CLUSTER_DIFFERS, Reason.CHAPTER_MISSING));
    }

    /** Would end the command as a defect. */
    private static final class AssertionErrorAtOnce extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
