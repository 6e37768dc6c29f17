package dev.labctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.command.planner.Replacing;
import dev.labctl.explain.Explainer;
import dev.labctl.explain.causes.Explanation;
import dev.labctl.explain.causes.Explanation.Advice;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.failure.Reason;
import dev.labctl.failure.Severity;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;
import dev.labctl.report.ExplainView;
import dev.labctl.report.Report;
import dev.labctl.report.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code labctl explain} on rehearsals: healthy, exhausted, mended; and what it adds to a failure. */
class ExplainRehearsedTest {
    private static final LabRef SMALL = LabRef.of("chapter04", "cluster-scope-ipam-small");
    private static final Path PLAN_LABS = Path.of("src/test/resources/plan-labs/chapters");
    private static final Duration LATER = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private Rehearsed book() {
        return new Rehearsed(folder.resolve("state"), 3);
    }

    private static ExplainView explain(Rehearsed rehearsed, String target) {
        Report report = rehearsed
                .commands()
                .explain(rehearsed.target("explain", Optional.empty()), Optional.ofNullable(target));
        assertThat(report.failure()).isEmpty();
        return (ExplainView) report.result();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kubernetes-ipam",
                "cluster-scope-ipam",
                "multi-pool-ipam",
                "ipv4-ipv6-support/dual-stack",
                "ipv4-ipv6-support/ipv6-only",
                "eni-mode"
            })
    void aHealthyLabIsAsItShouldBe(String useCase) {
        Rehearsed rehearsed = book();
        rehearsed.run(LabRef.of("chapter04", useCase));

        assertThat(explain(rehearsed, null).explanations())
                .as("some pods of the system may be on their way")
                .allMatch(one -> one.reason().equals("STARTING"));
        assertThat(Explainer.all(rehearsed.observe(LATER), LabFacts.NONE)).isEmpty();
    }

    @Test
    void whatTheLabExpectsIsSaidToBeExpected() {
        Rehearsed rehearsed = book();
        rehearsed.run(SMALL);

        Explanation full = explain(rehearsed, "deploy/nginx").explanations().get(0);

        assertThat(full.reason()).isEqualTo("RANGE_FULL");
        assertThat(full.severity()).isEqualTo(Severity.WARNING);
        assertThat(full.cause()).contains("The lab expects this: \"The second worker has four addresses");
        assertThat(full.advice())
                .anyMatch(advice -> advice.how()
                                .contains(
                                        "labctl up chapter04 --use-case cluster-scope-ipam-small --recreate --rehearse\n")
                        && advice.then().equals("According to the plan, all 11 pods of the lab then run."))
                .noneMatch(advice -> advice.how().contains("kubectl"));
    }

    /** As an API server has it, a pod is bound to the node that its manifest names before anybody looks whether there is one. */
    @Test
    void aNodeNameOfNoNodeIsTold() {
        Rehearsed rehearsed = book();
        rehearsed.run(LabRef.of("chapter04", "kubernetes-ipam"));
        Map<String, Object> spec =
                Map.of("nodeName", "kind-worker", "containers", List.of(Map.of("name", "c", "image", "nginx:1.29")));
        rehearsed.look(api -> api.apply(
                new KubeObject(Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "Pod",
                        "metadata",
                        Map.of("name", "pinned", "namespace", "default"),
                        "spec",
                        spec)),
                true));

        Explanation unknown =
                Explainer.all(rehearsed.observe(LATER), LabFacts.NONE).get(0);

        assertThat(unknown.reason()).isEqualTo("NODE_UNKNOWN");
        assertThat(unknown.cause()).startsWith("The cluster has no node kind-worker, to which it is bound");
    }

    /** The exact number: one pod more, and one would wait; this many, and all run, the system's with them. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whoFollowsTheAdviceIsHealed(long seed) {
        Rehearsed rehearsed = new Rehearsed(folder.resolve("state"), seed);
        rehearsed.run(SMALL);
        Explanation full =
                Explainer.all(rehearsed.observe(LATER), LabFacts.NONE).get(0);
        int replicas = Integer.parseInt(full.advice().get(0).how().replaceAll(".*--replicas=", ""));

        scale(rehearsed, replicas + 1);
        assertThat(Explainer.all(rehearsed.observe(LATER), LabFacts.NONE))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.reason()).isEqualTo("RANGE_FULL");
                    assertThat(one.about()).hasSize(1);
                });
        scale(rehearsed, replicas);
        assertThat(Explainer.all(rehearsed.observe(LATER), LabFacts.NONE)).isEmpty();
    }

    private static void scale(Rehearsed rehearsed, int replicas) {
        ObjectRef nginx = ObjectRef.namespaced("apps/v1", "Deployment", "default", "nginx");
        rehearsed.look(api -> {
            KubeObject deployment = api.get(nginx).orElseThrow();
            return api.apply(
                    new KubeObject(Map.of(
                            "apiVersion",
                            "apps/v1",
                            "kind",
                            "Deployment",
                            "metadata",
                            Map.of("name", "nginx", "namespace", "default"),
                            "spec",
                            Map.of(
                                    "replicas",
                                    (long) replicas,
                                    "selector",
                                    deployment.tree().get("spec") instanceof Map<?, ?> spec
                                            ? spec.get("selector")
                                            : Map.of(),
                                    "template",
                                    deployment.tree().get("spec") instanceof Map<?, ?> spec
                                            ? spec.get("template")
                                            : Map.of()))),
                    true);
        });
    }

    @ParameterizedTest
    @CsvSource({"a-node-without-a-block, ALLOCATOR_FULL", "missing-pool, POOL_MISSING", "no-slots, RANGE_FULL"})
    void brokenLabsAreExplained(String useCase, String reason) {
        Rehearsed rehearsed = new Rehearsed(folder.resolve("state"), 1, PLAN_LABS, ClusterName.BOOK);
        rehearsed.attempt(LabRef.of("chapter99", useCase));

        List<Explanation> found = Explainer.all(rehearsed.observe(LATER), LabFacts.NONE);

        assertThat(found.get(0).reason()).isEqualTo(reason);
        assertThat(found.get(0).severity()).isEqualTo(Severity.ERROR);
    }

    /** A node without a block takes one of a longer list; those that have one keep it. */
    @Test
    void aLongerListIsTheFixWhereANodeHasNoBlock() throws IOException {
        LabRef lab = LabRef.of("chapter99", "a-node-without-a-block");
        Rehearsed rehearsed = new Rehearsed(folder.resolve("state"), 1, PLAN_LABS, ClusterName.BOOK);
        rehearsed.attempt(lab);
        Advice first = explain(rehearsed, null).explanations().get(0).advice().get(0);
        assertThat(first.how())
                .contains("cp chapters/chapter99/a-node-without-a-block/values.yaml my-values.yaml")
                .contains("ipam.operator.clusterPoolIPv4PodCIDRList: [10.0.42.0/28, 10.0.42.16/28]")
                .contains("labctl cilium-install chapter99 --use-case a-node-without-a-block --values my-values.yaml");

        Path own = PLAN_LABS.resolve("chapter99/a-node-without-a-block/values.yaml");
        Path values = Files.writeString(
                folder.resolve("my-values.yaml"),
                Files.readString(own).replace("- 10.0.42.0/28", "- 10.0.42.0/28\n      - 10.0.42.16/28"));
        Report upgraded = rehearsed
                .commands()
                .ciliumInstall(rehearsed.target("cilium-install", Optional.of(lab), Optional.of(values)));

        assertThat(upgraded.failure()).isEmpty();
        assertThat(Explainer.all(rehearsed.observe(LATER), LabFacts.NONE)).isEmpty();
    }

    @Test
    void aClusterWithoutCiliumIsTold() {
        Rehearsed rehearsed = book();
        assertThat(rehearsed
                        .commands()
                        .up(rehearsed.target("up", Optional.of(SMALL)), Replacing.NOTHING)
                        .failure())
                .isEmpty();

        Explanation missing = explain(rehearsed, null).explanations().get(0);

        assertThat(missing.reason()).isEqualTo("CNI_NOT_READY");
        assertThat(missing.advice().get(0).how())
                .isEqualTo("labctl cilium-install chapter04 --use-case cluster-scope-ipam-small --rehearse");
    }

    @Test
    void aClusterThatIsNotThereIsAFailureOfItsOwn() {
        Rehearsed rehearsed = book();

        Report report = rehearsed.commands().explain(rehearsed.target("explain", Optional.empty()), Optional.empty());

        assertThat(report.failure().orElseThrow().reason()).isEqualTo(Reason.CLUSTER_MISSING);
    }

    @Test
    void anUnknownObjectIsARefusalWithTheNearestNames() {
        Rehearsed rehearsed = book();
        rehearsed.run(SMALL);

        Report report =
                rehearsed.commands().explain(rehearsed.target("explain", Optional.empty()), Optional.of("deploy/ngin"));

        assertThat(report.failure().orElseThrow().reason()).isEqualTo(Reason.OBJECT_UNKNOWN);
        assertThat(report.failure().orElseThrow().next()).contains("nginx");
    }

    /** What is known of the lab is of help, and nothing depends on it. */
    @Test
    void aLabWhoseFilesAreGoneIsExplainedAllTheSame() throws IOException {
        Path chapters = Files.createDirectories(folder.resolve("chapters"));
        book().run(SMALL);

        ExplainView view =
                explain(new Rehearsed(folder.resolve("state"), 3, chapters, ClusterName.BOOK), "deploy/nginx");

        assertThat(view.explanations().get(0).severity()).isEqualTo(Severity.ERROR);
        assertThat(view.explanations().get(0).cause()).doesNotContain("The lab expects");
    }

    @ParameterizedTest
    @CsvSource({
        "a-node-without-a-block, NODE_CIDR_EXHAUSTED, ALLOCATOR_FULL",
        "missing-pool, DEADLINE_PASSED, POOL_MISSING"
    })
    void aFailedStepEndsWithItsCause(String useCase, Reason failure, String cause) {
        Rehearsed rehearsed = new Rehearsed(folder.resolve("state"), 1, PLAN_LABS, ClusterName.BOOK);

        Report report = rehearsed.attempt(LabRef.of("chapter99", useCase));

        assertThat(report.failure().orElseThrow().reason()).isEqualTo(failure);
        assertThat(report.failure().orElseThrow().details()).anyMatch(line -> line.startsWith(cause + ": "));
        assertThat(report.failure().orElseThrow().next()).endsWith("`labctl explain` shows the full explanation.");
        assertThat(report.causes().get(0).reason()).isEqualTo(cause);
    }

    @Test
    void aFailureThatTheClusterKnowsNothingOfStaysAsItIs() {
        Rehearsed rehearsed = book();

        Report report = rehearsed.commands().apply(rehearsed.target("apply", Optional.of(SMALL)));

        assertThat(report.failure().orElseThrow().reason()).isEqualTo(Reason.CLUSTER_MISSING);
        assertThat(report.result()).isEqualTo(Result.NONE);
    }
}
