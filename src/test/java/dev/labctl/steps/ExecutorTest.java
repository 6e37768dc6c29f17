package dev.labctl.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.report.Report.StepReport;
import dev.labctl.report.Result;
import dev.labctl.steps.ClusterSteps.AwaitNodes;
import dev.labctl.steps.ClusterSteps.DeleteCluster;
import dev.labctl.steps.ClusterSteps.UseContext;
import dev.labctl.steps.Executor.Executed;
import dev.labctl.tree.Tree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutorTest {
    private static final Step FOUND = new AlreadyDone("look", "it is there");
    private static final Step CONTEXT = new UseContext(Stage.CLUSTER);
    private static final Step DELETE = new DeleteCluster(Stage.CLUSTER, "to clean up");

    @TempDir
    Path folder;

    private Stage stage;

    @BeforeEach
    void stage() {
        stage = new Stage(folder);
    }

    private Executed execute(Plan plan) {
        return new Executor(stage.session()).execute(plan);
    }

    private static Runnable fails(Reason reason, String message) {
        return () -> {
            throw new FailureException(reason, message, "");
        };
    }

    private static List<String> told(Executed executed) {
        return executed.steps().stream()
                .map(report -> report.name() + ": " + report.outcome() + " (" + report.detail() + ")")
                .toList();
    }

    @Test
    void eachStepHasOneBeginningAndOneEndInOrder() {
        Executed executed = execute(Plan.of(FOUND, CONTEXT));

        assertThat(executed.failure()).isEmpty();
        assertThat(stage.heard())
                .containsExactly("start: look", "end: look UNCHANGED", "start: use context", "end: use context DONE");
        assertThat(told(executed))
                .containsExactly("look: UNCHANGED (it is there)", "use context: DONE (fake-cilium-book)");
    }

    @Test
    void aPlanWithoutStepsIsDone() {
        Executed executed = execute(Plan.of());

        assertThat(executed).isEqualTo(new Executed(List.of(), java.util.Optional.empty(), Result.NONE));
        assertThat(stage.heard()).isEmpty();
    }

    @Test
    void afterAFailureTheRestIsSkippedAndNeverBegun() {
        stage.provider().when("context", fails(Reason.KUBECONFIG_LOCKED, "locked"));

        Executed executed = execute(Plan.of(FOUND, CONTEXT, DELETE, FOUND));

        assertThat(told(executed))
                .containsExactly(
                        "look: UNCHANGED (it is there)",
                        "use context: FAILED (locked)",
                        "delete cluster: SKIPPED ()",
                        "look: SKIPPED ()");
        assertThat(executed.failure())
                .hasValueSatisfying(failure -> assertThat(failure.reason()).isEqualTo(Reason.KUBECONFIG_LOCKED));
        assertThat(stage.heard())
                .containsExactly("start: look", "end: look UNCHANGED", "start: use context", "end: use context FAILED");
        assertThat(stage.provider().calls()).containsExactly("context cilium-book");
    }

    @Test
    void aRefusalIsNoFailureOfTheStep() {
        stage.provider().when("context", fails(Reason.CLUSTER_NOT_OURS, "left alone"));

        assertThat(told(execute(Plan.of(CONTEXT)))).containsExactly("use context: REFUSED (left alone)");
    }

    @Test
    void cleaningUpIsDoneAfterASuccess() {
        Executed executed = execute(Plan.of(CONTEXT).lastly(DELETE));

        assertThat(stage.provider().calls()).containsExactly("context cilium-book", "delete cilium-book");
        assertThat(executed.failure()).isEmpty();
    }

    @Test
    void cleaningUpIsDoneAfterAFailureAndTheFirstFailureCounts() {
        stage.provider()
                .when("context", fails(Reason.KUBECONFIG_LOCKED, "first"))
                .when("delete", fails(Reason.CLUSTER_DELETE_FAILED, "second"));

        Executed executed = execute(Plan.of(CONTEXT, FOUND).lastly(DELETE));

        assertThat(told(executed))
                .containsExactly("use context: FAILED (first)", "look: SKIPPED ()", "delete cluster: FAILED (second)");
        assertThat(executed.failure())
                .hasValueSatisfying(failure -> assertThat(failure.message()).isEqualTo("first"));
    }

    @Test
    void aFailureOfTheCleaningUpAloneCounts() {
        stage.provider().when("delete", fails(Reason.CLUSTER_DELETE_FAILED, "stuck"));

        assertThat(execute(Plan.of(CONTEXT).lastly(DELETE)).failure())
                .hasValueSatisfying(failure -> assertThat(failure.reason()).isEqualTo(Reason.CLUSTER_DELETE_FAILED));
    }

    @Test
    void anInterruptionEndsEverythingWithoutCleaningUp() {
        stage.provider().when("context", fails(Reason.INTERRUPTED, "Ctrl-C"));

        Executed executed = execute(Plan.of(CONTEXT, FOUND).lastly(DELETE));

        assertThat(told(executed))
                .containsExactly("use context: INTERRUPTED (Ctrl-C)", "look: SKIPPED ()", "delete cluster: SKIPPED ()");
        assertThat(stage.provider().calls()).containsExactly("context cilium-book");
    }

    @Test
    void anInterruptionBetweenTwoStepsIsSeenBeforeTheSecondDoesAnything() {
        stage.provider().when("context", () -> Thread.currentThread().interrupt());
        try {
            Executed executed = execute(Plan.of(CONTEXT).lastly(DELETE));

            assertThat(told(executed))
                    .containsExactly(
                            "use context: DONE (fake-cilium-book)",
                            "delete cluster: INTERRUPTED (the command was interrupted)");
            assertThat(executed.failure())
                    .hasValueSatisfying(failure -> assertThat(failure.reason()).isEqualTo(Reason.INTERRUPTED));
            assertThat(stage.provider().calls()).containsExactly("context cilium-book");
        } finally {
            assertThat(Thread.interrupted()).as("the interruption is passed on").isTrue();
        }
    }

    @Test
    void anAnswerOfTheApiServerBecomesAFailure() {
        stage.provider().when("context", () -> {
            throw new ApiException(ApiException.Kind.REFUSED, 403, "forbidden", "who: me");
        });

        Executed executed = execute(Plan.of(CONTEXT, FOUND));

        assertThat(executed.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.OBJECT_REFUSED);
            assertThat(failure.message())
                    .isEqualTo("the API server did not accept the request of \"use context\": forbidden");
            assertThat(failure.details()).containsExactly("who: me");
        });
        assertThat(stage.heard()).containsExactly("start: use context", "end: use context FAILED");
    }

    @Test
    void theTimeOfAStepIsItsOwn() {
        stage.provider()
                .when("context", () -> stage.time().sleep(Duration.ofSeconds(3)))
                .when("delete", () -> stage.time().sleep(Duration.ofSeconds(4)));

        assertThat(execute(Plan.of(CONTEXT, FOUND, DELETE)).steps())
                .extracting(StepReport::elapsed)
                .containsExactly(Duration.ofSeconds(3), Duration.ZERO, Duration.ofSeconds(4));
    }

    /** A defect of labctl is no reason to leave behind what the reader wanted to have cleaned up. */
    @Test
    void aDefectGoesOnToWhoeverReportsItAfterTheStepsEndAndTheCleaningUp() {
        stage.provider().when("context", () -> {
            throw new IllegalStateException("a defect");
        });

        assertThatThrownBy(() -> execute(Plan.of(CONTEXT, FOUND).lastly(DELETE)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a defect");
        assertThat(stage.heard())
                .containsExactly(
                        "start: use context",
                        "end: use context FAILED",
                        "start: delete cluster",
                        "end: delete cluster DONE");
    }

    /** Someone else is at work now: neither the next step nor the cleaning up may disturb that. */
    @Test
    void aClusterThatAnotherLabctlHasTakenOverIsNotChangedAnyMore() {
        ObjectRef lease = ObjectRef.namespaced("coordination.k8s.io/v1", "Lease", "kube-system", "labctl");
        Step nodes = new AwaitNodes(stage.spec());
        stage.provider().when("awaitNodes", () -> {
            stage.time().sleep(Duration.ofHours(1));
            KubeObject held = stage.api().peek(lease).orElseThrow();
            stage.api().replace(new KubeObject(Tree.with(held.tree(), "labctl run of bob", "spec", "holderIdentity")));
        });

        Executed executed = execute(Plan.of(nodes, nodes).lastly(DELETE));

        assertThat(executed.failure())
                .hasValueSatisfying(failure -> assertThat(failure.reason()).isEqualTo(Reason.CLUSTER_BUSY));
        assertThat(stage.provider().calls()).containsExactly("awaitNodes cilium-book");
    }
}
