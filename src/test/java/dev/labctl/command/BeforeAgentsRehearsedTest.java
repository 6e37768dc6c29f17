package dev.labctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.explain.causes.Explanation;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.TestChapters;
import dev.labctl.report.ExplainView;
import dev.labctl.report.Report;
import dev.labctl.report.Report.StepReport;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that wait for a pool before they are ready, and the two ways to have it in time. */
class BeforeAgentsRehearsedTest {
    private static final LabRef LAB = LabRef.of("chapter04", "pools");
    private static final String GREEN = "apiVersion: cilium.io/v2alpha1\nkind: CiliumPodIPPool\n"
            + "metadata: {name: green}\nspec: {ipv4: {cidrs: [10.20.0.0/16], maskSize: 27}}\n";
    private static final String VALUES =
            """
            ipam:
              mode: multi-pool
              multiPoolPreAllocation: "default=8,green=4"
              operator:
                autoCreateCiliumPodIPPools:
                  default: {ipv4: {cidrs: [10.10.0.0/16], maskSize: 27}}
            """;

    @TempDir
    Path folder;

    private TestChapters chapters;
    private Rehearsed rehearsed;

    @BeforeEach
    void aLabThatPreAllocatesFromTwoPools() {
        chapters = new TestChapters(folder)
                .file("common/kind.yaml", TestChapters.KIND)
                .file("chapter04/pools/values.yaml", VALUES);
        rehearsed = new Rehearsed(folder.resolve("state"), 5, chapters.root(), ClusterName.BOOK);
    }

    private boolean hasGreen() {
        return rehearsed.look(api -> api.list("cilium.io/v2", "CiliumNode", Optional.empty(), Map.of()).stream()
                .allMatch(node -> node.list("spec", "ipam", "pools", "allocated").stream()
                        .anyMatch(pool -> pool.toString().contains("green"))));
    }

    @Test
    void aPoolAmongTheManifestsComesTooLate() {
        chapters.file("chapter04/pools/manifests/green.yaml", GREEN);

        Failure failure = rehearsed.attempt(LAB).failure().orElseThrow();

        assertThat(failure.reason()).isEqualTo(Reason.CILIUM_NOT_READY);
        assertThat(failure.message())
                .contains("waits for a block of the pool green")
                .contains("cannot allocate from non-existing pool: green");
        assertThat(explained()).satisfies(cause -> {
            assertThat(cause.reason()).isEqualTo("POOL_MISSING");
            assertThat(cause.symptom()).contains("accept no new pods").contains("cilium-book-worker");
            assertThat(cause.evidence())
                    .contains("ConfigMap kube-system/cilium-config: ipam-multi-pool-pre-allocation: default=8,green=4")
                    .anySatisfy(line -> assertThat(line)
                            .contains("status.ipam.operator-status.error")
                            .contains("from pool \"green\": cannot allocate from non-existing pool: green"));
            assertThat(cause.advice().get(0).what()).startsWith("Move the pool from the lab's manifests");
            assertThat(cause.advice().toString()).contains("before-agents").contains("name: green");
        });
    }

    private Explanation explained() {
        Report report = rehearsed.commands().explain(rehearsed.target("explain", Optional.empty()), Optional.empty());
        return ((ExplainView) report.result()).explanations().get(0);
    }

    /** As in a cluster of Cilium 1.18.2: whichever asks first has the block, and adding a CIDR heals the others. */
    @Test
    void aPoolWithOneBlockIsEnoughForOneAgentOnly() {
        chapters.file("chapter04/pools/before-agents/green.yaml", GREEN.replace("/16", "/27"));

        Failure failure = rehearsed.attempt(LAB).failure().orElseThrow();

        assertThat(failure.reason()).isEqualTo(Reason.CILIUM_NOT_READY);
        assertThat(failure.message()).contains("from pool \"green\": pool empty");
        assertThat(explained().reason()).isEqualTo("POOL_EMPTY");
        assertThat(explained().evidence())
                .anySatisfy(line ->
                        assertThat(line).contains("operator-status.error").contains("pool empty"));

        chapters.file(
                "chapter04/pools/before-agents/green.yaml",
                GREEN.replace("10.20.0.0/16", "10.20.0.0/27, 10.21.0.0/16"));
        assertThat(rehearsed.attempt(LAB).failure()).isEmpty();
    }

    @Test
    void aPoolBeforeTheAgentsIsThereInTime() {
        chapters.file("chapter04/pools/before-agents/green.yaml", GREEN);

        Report report = rehearsed.attempt(LAB);

        assertThat(report.failure()).isEmpty();
        assertThat(report.steps())
                .extracting(StepReport::name)
                .containsSubsequence("install Cilium", "apply before agents", "wait for Cilium", "apply manifests");
        assertThat(hasGreen()).isTrue();
    }

    @Test
    void aPoolOfTheOperatorIsThereInTime() {
        chapters.file(
                "chapter04/pools/values.yaml", VALUES + "      green: {ipv4: {cidrs: [10.20.0.0/16], maskSize: 27}}\n");

        assertThat(rehearsed.attempt(LAB).failure()).isEmpty();
        assertThat(hasGreen()).isTrue();
    }

    @Test
    void theFailedInstallSucceedsOnceThePoolIsWhereItBelongs() {
        chapters.file("chapter04/pools/manifests/green.yaml", GREEN);
        rehearsed.attempt(LAB);
        chapters.file("chapter04/pools/manifests/green.yaml", TestChapters.CONFIG_MAP)
                .file("chapter04/pools/before-agents/green.yaml", GREEN);

        assertThat(rehearsed.attempt(LAB).failure()).isEmpty();
    }
}
