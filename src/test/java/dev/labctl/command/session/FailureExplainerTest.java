package dev.labctl.command.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labctl.explain.causes.Explanation;
import dev.labctl.explain.causes.Explanation.Advice;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.failure.Severity;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import dev.labctl.report.Report;
import dev.labctl.steps.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a failure says of its cause. */
class FailureExplainerTest {
    private static final Report FAILED = Report.failed(
            "apply",
            Optional.empty(),
            Optional.empty(),
            Failure.of(Reason.OBJECT_FAILED, "nginx does not run", "See its pods."));

    @Test
    void aDefectOfTheExplanationSurfacesWithTheFailureThatCameFirst() {
        assertThatThrownBy(() -> FailureExplainer.explain(FAILED, () -> {
                    throw new IllegalStateException("no such node");
                }))
                .isInstanceOf(IllegalStateException.class)
                .satisfies(defect -> assertThat(defect.getSuppressed())
                        .singleElement()
                        .isInstanceOfSatisfying(
                                FailureException.class,
                                first -> assertThat(first.failure().reason()).isEqualTo(Reason.OBJECT_FAILED)));
    }

    @Test
    void withoutACauseTheReportStaysAsItIs() {
        assertThat(FailureExplainer.explain(FAILED, List::of)).isSameAs(FAILED);
    }

    private static Explanation explanation(Severity severity, String reason) {
        return new Explanation(
                severity,
                reason,
                List.of(ObjectRef.namespaced("v1", "Pod", "default", "web")),
                "Pod default/web does not run.",
                "Something is full.",
                List.of("one", "two", "three", "four"),
                List.of(new Advice("Make room", "first\nsecond", "It runs."), new Advice("Or wait", "", "")));
    }

    private static Failure failure(Reason reason) {
        return Failure.of(reason, "it failed", "Run it again.").withDetails(List.of("seen before"));
    }

    @Test
    void theFailureComesFirstThenItsCause() {
        List<Explanation> causes = List.of(explanation(Severity.ERROR, "FULL"));
        Report failed = FAILED.withFailure(Optional.of(failure(Reason.OBJECT_FAILED)));

        Report explained = FailureExplainer.explain(failed, () -> causes);

        assertThat(explained.causes()).isEqualTo(causes);
        assertThat(explained.tree()).containsKey("explanations");
        Failure told = explained.failure().orElseThrow();

        assertThat(told.reason()).isEqualTo(Reason.OBJECT_FAILED);
        assertThat(told.message()).isEqualTo("it failed");
        assertThat(told.details())
                .containsExactly(
                        "seen before",
                        "FULL: Pod default/web does not run.",
                        "  Something is full.",
                        "  - one",
                        "  - two",
                        "  - three",
                        "  To fix it: Make room:",
                        "    first",
                        "    second");
        assertThat(told.next()).isEqualTo("Run it again. `labctl explain` shows the full explanation.");
    }

    @Test
    void whatPassesByItselfIsNoCauseAndTheWorstAreEnough() {
        List<Explanation> all = Stream.of(Severity.ERROR, Severity.ERROR, Severity.WARNING, Severity.NOTE)
                .map(severity -> explanation(severity, severity.name()))
                .toList();

        assertThat(FailureExplainer.causes(all)).hasSize(2);
        assertThat(FailureExplainer.causes(all.subList(3, 4))).isEmpty();
        assertThat(FAILED.tree()).doesNotContainKey("explanations");
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "INTERRUPTED",
                "BUG",
                "USAGE",
                "CLUSTER_MISSING",
                "API_UNREACHABLE",
                "CLUSTER_DIFFERS",
                "FIELD_CONFLICT",
                "CLUSTER_CREATE_FAILED"
            })
    void whatTheClusterCannotKnowIsNotAskedOfIt(Reason reason) {
        assertThat(FailureExplainer.mayBeExplained(failure(reason))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "OBJECT_FAILED",
                "OBJECT_REFUSED",
                "CILIUM_NOT_READY",
                "NODE_CIDR_EXHAUSTED",
                "EXPECTATION_FAILED",
                "DEADLINE_PASSED"
            })
    void whatTheClusterMayKnowIs(Reason reason) {
        assertThat(FailureExplainer.mayBeExplained(failure(reason))).isTrue();
    }

    private static String service(String name) {
        return "---\napiVersion: v1\nkind: Service\nmetadata: {name: " + name + ", namespace: default}\n"
                + "spec: {type: LoadBalancer, selector: {app: " + name + "}}\nstatus: {conditions: [{type:"
                + " cilium.io/IPAMRequestSatisfied, status: 'False', reason: no_pool, message: none for " + name
                + "}]}\n";
    }

    /** A Service without pods has two causes, so three Services have six. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Service default/b gets no external address: none|b",
                "Service default/a-b gets no external address: none|a-b",
                "Service default/a gets no external address: none|a",
                "gave up waiting for the lab's objects after 60 s: Service default/a-b has no external address yet|a-b"
            })
    void theCausesOfWhatTheFailureNamesComeFirst(String message, String named) {
        Observation seen = new Observation(
                Instant.parse("2026-11-23T10:00:00Z"), "", Stage.objects(service("a") + service("a-b") + service("b")));

        List<Explanation> found = FailureExplainer.ownFirst(ClusterIndex.of(seen, LabFacts.NONE), message);

        assertThat(found).hasSize(6);
        assertThat(FailureExplainer.causes(found))
                .extracting(Explanation::reason)
                .containsExactlyInAnyOrder("NO_ENDPOINTS", "NO_EXTERNAL_ADDRESS");
        assertThat(FailureExplainer.causes(found))
                .allSatisfy(cause ->
                        assertThat(cause.about()).extracting(ObjectRef::name).containsExactly(named));
    }
}
