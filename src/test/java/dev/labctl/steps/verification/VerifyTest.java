package dev.labctl.steps.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.KubeApi.Execution;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.lab.LabState;
import dev.labctl.lease.Exclusive;
import dev.labctl.report.Report.StepOutcome;
import dev.labctl.report.VerifyView;
import dev.labctl.steps.Session;
import dev.labctl.steps.Stage;
import dev.labctl.steps.StepEnd;
import dev.labctl.tree.Tree;
import dev.labctl.verify.Verdict;
import dev.labctl.verify.Verdict.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waiting for what may come true, asking from pods, and how it ends. */
class VerifyTest {
    private static final String NODES = "- says: One node is Ready.\n  hint: Look at it.\n  nodes: {ready: 1}\n";
    private static final String ANSWERS = "- says: It answers.\n  service:\n    name: web\n"
            + "    answers: [{from: app=client, http: 'http://web/'}]\n";
    private static final String WEB = "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: default}\n"
            + "spec: {ipFamilies: [IPv4], clusterIPs: [10.96.0.7]}\n---\n"
            + "apiVersion: v1\nkind: Pod\nmetadata: {name: asker, namespace: default, labels: {app: client}}\n"
            + "spec: {containers: [{name: main}, {name: side}]}\n"
            + "status: {conditions: [{type: Ready, status: 'True'}]}\n";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private Stage stage;

    @BeforeEach
    void aLab() {
        stage = new Stage(folder);
    }

    private StepEnd verify(String expectations) {
        stage.lab("title: x\nexpectations:\n" + expectations);
        return stage.run(new Verify(stage.lab(), LabState.FAULT, PATIENCE));
    }

    private static KubeObject node(boolean ready) {
        return new KubeObject(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Node",
                "metadata",
                Map.of("name", "n1"),
                "status",
                Map.of("conditions", List.of(Map.of("type", "Ready", "status", ready ? "True" : "False")))));
    }

    private static Verdict only(StepEnd end) {
        List<Verdict> verdicts = ((VerifyView) end.result()).verdicts();
        assertThat(verdicts).hasSize(1);
        return verdicts.get(0);
    }

    @Test
    void whatHoldsIsNotWaitedFor() {
        stage.has(node(true));

        StepEnd end = verify(NODES);

        assertThat(end.outcome()).isEqualTo(StepOutcome.DONE);
        assertThat(end.detail()).isEqualTo("the expectation holds");
        assertThat(only(end).outcome()).isEqualTo(Outcome.HOLDS);
        assertThat(stage.passed()).isZero();
    }

    @Test
    void whatMayComeTrueIsWaitedFor() {
        AtomicInteger looks = new AtomicInteger();
        stage.has(node(false));
        stage.api().beforeEachList(api -> api.has(node(looks.incrementAndGet() > 40)));

        StepEnd end = verify(NODES);

        assertThat(end.failure()).isEmpty();
        assertThat(stage.passed()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
        assertThat(stage.said()).containsExactly("0 of 1 are Ready; not n1");
    }

    @Test
    void whatDoesNotComeTrueInTimeFails() {
        stage.has(node(false));

        StepEnd end = verify(NODES);

        Failure failure = end.failure().orElseThrow();
        assertThat(failure.reason()).isEqualTo(Reason.EXPECTATION_FAILED);
        assertThat(failure.message()).isEqualTo("1 of 1 expectation does not hold");
        assertThat(failure.details()).containsExactly("One node is Ready. (not yet: 0 of 1 are Ready; not n1)");
        assertThat(failure.next()).isEqualTo("Look at it. Then check again: `labctl verify`.");
        assertThat(end.outcome()).isEqualTo(StepOutcome.FAILED);
        assertThat(only(end).outcome()).isEqualTo(Outcome.NOT_YET);
        assertThat(stage.passed()).isEqualTo(PATIENCE);
    }

    @Test
    void whatCannotComeTrueFailsAtOnce() {
        StepEnd end = verify(NODES + "- says: Nobody is there.\n  nodes: {ready: 0}\n");

        assertThat(end.failure().orElseThrow().message()).isEqualTo("1 of 2 expectations does not hold");
        assertThat(stage.passed()).isZero();
    }

    @Test
    void aServerThatIsAwayIsNoVerdict() {
        stage.api().beforeEachList(api -> {
            throw new ApiException(ApiException.Kind.UNREACHABLE, 0, "Connection refused");
        });

        stage.lab("title: x\nexpectations:\n" + NODES);
        Failure failure = stage.failureOf(new Verify(stage.lab(), LabState.FAULT, PATIENCE));

        assertThat(failure.reason()).isEqualTo(Reason.API_UNREACHABLE);
    }

    /** An object of a kind that nobody lists is asked for by its name. */
    @Test
    void namedObjectsOfAnyKindAreSeen() {
        stage.has("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one, namespace: default}\ndata: {a: b}\n");
        String present =
                "- says: It is there.\n  object: {apiVersion: v1, kind: ConfigMap, metadata: {name: one}, data: {a: b}}\n";
        String absent = "- says: It is gone.\n  absent: {apiVersion: v1, kind: ConfigMap, metadata: {name: one}}\n";

        assertThat(verify(present).failure()).isEmpty();
        assertThat(only(verify(absent)).outcome()).isEqualTo(Outcome.BROKEN);
    }

    // answers

    @Test
    void aPodAsksFromItsFirstContainer() {
        stage.has(WEB);
        stage.api().answers(argv -> new Execution(0, "200 10.96.0.7", ""));

        StepEnd end = verify(ANSWERS);

        assertThat(end.failure()).isEmpty();
        assertThat(only(end).seen()).isEqualTo("200 from 10.96.0.7");
        assertThat(stage.api().executed()).singleElement().asString().startsWith("default/asker/main: curl ");
    }

    @Test
    void aLaterAnswerCounts() {
        AtomicInteger asked = new AtomicInteger();
        stage.has(WEB);
        stage.api()
                .answers(argv -> asked.incrementAndGet() < 4
                        ? new Execution(7, "000 ", "curl: (7) Connection refused")
                        : new Execution(0, "200 10.96.0.7", ""));

        assertThat(verify(ANSWERS).failure()).isEmpty();
        assertThat(stage.passed()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void aWrongAnswerIsToldInTheEnd() {
        stage.has(WEB);
        stage.api().answers(argv -> new Execution(0, "503 10.96.0.7", ""));

        StepEnd end = verify(ANSWERS);

        assertThat(only(end).outcome()).isEqualTo(Outcome.NOT_YET);
        assertThat(only(end).seen()).isEqualTo("http://web/: 503 from 10.96.0.7");
        assertThat(stage.passed()).isEqualTo(PATIENCE);
    }

    @Test
    void whatTheImageHasIsAskedWith() {
        stage.has(WEB);
        stage.api()
                .answers(argv -> argv.get(0).equals("wget")
                        ? new Execution(0, "", "  HTTP/1.1 200 OK")
                        : new Execution(127, "", "not found"));
        assertThat(only(verify(ANSWERS)).seen()).isEqualTo("200");

        stage.api().answers(argv -> new Execution(127, "", "not found"));
        Verdict nobody = only(verify(ANSWERS));
        assertThat(nobody.seen()).isEqualTo("Pod default/asker has no curl or wget to ask with");
        assertThat(nobody.outcome()).isEqualTo(Outcome.BROKEN);
    }

    /** The last answer says more than that there was no time for another one. */
    @Test
    void withoutTimeToAskAgainTheLastAnswerStands() {
        stage.has(WEB);
        stage.api().answers(argv -> {
            stage.time().sleep(Duration.ofSeconds(7));
            return new Execution(0, "503 10.96.0.7", "");
        });

        assertThat(only(verify(ANSWERS)).seen()).isEqualTo("http://web/: 503 from 10.96.0.7");
        assertThat(stage.api().executed()).hasSize(15);
    }

    @Test
    void aCommandThatCannotBeRunIsTriedAgain() {
        stage.has(WEB);
        stage.api().answers(argv -> {
            throw new ApiException(ApiException.Kind.UNAVAILABLE, 0, "curl in asker did not end within 10 s");
        });

        assertThat(only(verify(ANSWERS)).seen()).isEqualTo("curl in asker did not end within 10 s");
    }

    @Test
    void whereNothingRunsNothingIsClaimed() {
        stage.has(WEB);
        stage.api().answers(argv -> {
            throw new FailureException(Reason.NOT_IN_REHEARSAL, "nothing runs", "");
        });

        StepEnd end = verify(ANSWERS);

        assertThat(end.failure()).isEmpty();
        assertThat(only(end).outcome()).isEqualTo(Outcome.NOT_SHOWN);
        assertThat(end.detail()).isEqualTo("0 of 1 expectations hold; 1 cannot be shown here");
        assertThat(stage.passed()).isZero();
    }

    /** A deadline of the whole command that comes earlier is kept. */
    @Test
    void theCommandsDeadlineIsKept() {
        Session session = new Session(
                stage.provider().access(),
                Stage.CLUSTER,
                stage.session().doctor(),
                dev.labctl.time.Deadline.in(Duration.ofSeconds(20), stage.time()),
                stage,
                Exclusive.elsewhere());
        stage.has(node(false)).lab("title: x\nexpectations:\n" + NODES);

        StepEnd end = new Verify(stage.lab(), LabState.FAULT, PATIENCE).run(session);

        assertThat(end.failure().map(Failure::reason)).isEqualTo(Optional.of(Reason.EXPECTATION_FAILED));
        assertThat(stage.passed()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void theTreeTellsTheStateThatWasExpected() {
        stage.has(node(true)).lab("title: x\nexpectations:\n" + NODES);

        StepEnd end = stage.run(new Verify(stage.lab(), LabState.HEALTHY, PATIENCE));

        assertThat(Tree.text(end.result().tree(), "expect")).contains("healthy");
    }
}
