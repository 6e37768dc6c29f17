package dev.labctl.provider.rehearsal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.Finding;
import dev.labctl.addresses.WorkloadPods;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.TestChapters;
import dev.labctl.plan.Predictor;
import dev.labctl.plan.Scenario;
import dev.labctl.plan.WhatIf;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plan and rehearsal agree on how many agents find what they wait for. */
class AgentStartTest {
    private static final String AUTO = "10.10.0.0/16";

    @TempDir
    Path folder;

    private static String values(String preAllocation, String defaultPool) {
        return "ipam:\n  mode: multi-pool\n  multiPoolPreAllocation: \"" + preAllocation + "\"\n"
                + "  operator: {autoCreateCiliumPodIPPools: {default: {ipv4: {cidrs: [" + defaultPool
                + "], maskSize: 27}}}}\nbpf: {masquerade: true}\n";
    }

    private static String pool(String cidr) {
        return "apiVersion: cilium.io/v2alpha1\nkind: CiliumPodIPPool\nmetadata: {name: green}\n"
                + "spec: {ipv4: {cidrs: [" + cidr + "], maskSize: 28}}\n";
    }

    private AddressMap plan(String values, String poolFolder, String pool) {
        TestChapters chapters = new TestChapters(folder)
                .file("common/kind.yaml", TestChapters.KIND + "  - role: worker\n")
                .file("chapter04/lab/values.yaml", values)
                .file("chapter04/lab/manifests/web.yaml", Simulated.deployment("web", 2, ""));
        if (!pool.isEmpty()) {
            chapters.file("chapter04/lab/" + poolFolder + "/pool.yaml", pool);
        }
        Lab lab = chapters.resolve(LabRef.of("chapter04", "lab"));
        return Predictor.predict(Scenario.of(lab, ClusterName.BOOK, Map.of(), WhatIf.NOTHING));
    }

    private static WorkloadPods web(AddressMap plan) {
        return plan.workloads().stream()
                .filter(workload -> workload.name().equals("web"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest(name = "{0}, default {1}, green {2}: {3}")
    @CsvSource({
        "default=8, 10.10.0.0/16, '', 3, ''",
        "'default=8,green=4', 10.10.0.0/16, '', 0, PREALLOCATED_POOL_MISSING",
        "'default=8,green=4', 10.10.0.0/16, 10.20.0.0/16, 3, ''",
        "'default=8,green=4', 10.10.0.0/16, 10.20.0.0/28, 1, AGENTS_WITHOUT_BLOCK",
        "'default=8,green=4', 10.10.0.0/16, 10.20.0.0/27, 2, AGENTS_WITHOUT_BLOCK",
        "'default=8,green=20', 10.10.0.0/16, 10.20.0.0/26, 2, AGENTS_WITHOUT_BLOCK",
        "'default=8,green=4', 10.10.0.0/27, 10.20.0.0/16, 1, AGENTS_WITHOUT_BLOCK",
        "default=0, 10.10.0.0/16, '', 0, PREALLOCATION_INVALID",
        "'default=8,green=-4', 10.10.0.0/16, 10.20.0.0/16, 0, PREALLOCATION_INVALID"
    })
    void asManyAgentsStartAsThePoolsHaveBlocksFor(
            String preAllocation, String defaultPool, String green, int started, String reason) {
        String values = values(preAllocation, defaultPool);
        String pool = green.isEmpty() ? "" : pool(green);

        AddressMap plan = plan(values, "before-agents", pool);
        Simulated simulated = Simulated.with(values, 2);
        if (!pool.isEmpty()) {
            simulated.applies(pool);
        }
        long ready = simulated.passes(60).list("v1", "Pod").stream()
                .filter(pod -> "cilium".equals(pod.labels().get("k8s-app")) && pod.conditionTrue("Ready"))
                .count();

        assertThat(ready).isEqualTo(started);
        assertThat(plan.findings().stream().map(Finding::reason).filter(one -> !one.equals("PODS_STUCK")))
                .isEqualTo(reason.isEmpty() ? List.of() : List.of(reason));
        assertThat(web(plan).running().max()).isEqualTo(started == 0 ? 0 : 2);
    }

    @Test
    void withoutAnAgentThePodsWaitForTheNodesAsInACluster() {
        String values = values("default=8,green=4", AUTO);
        Simulated simulated = Simulated.with(values, 2)
                .applies(Simulated.deployment("web", 2, ""))
                .passes(60);

        assertThat(simulated.pods("web")).hasSize(2).allSatisfy(pod -> assertThat(
                        pod.condition("PodScheduled").orElseThrow().message())
                .startsWith(web(plan(values, "", "")).text()));
    }

    /** labctl applies the manifests once the agents are ready. */
    @Test
    void aPoolAmongTheManifestsComesTooLate() {
        AddressMap plan = plan(values("default=8,green=4", AUTO), "manifests", pool("10.20.0.0/16"));

        assertThat(plan.findings()).first().satisfies(finding -> {
            assertThat(finding.reason()).isEqualTo("PREALLOCATED_POOL_LATE");
            assertThat(finding.fix()).contains("before-agents").contains("autoCreateCiliumPodIPPools");
        });
        assertThat(web(plan).running().max()).isZero();
    }

    @Test
    void theNodesShowThePoolThatTheyPreAllocateFrom() {
        AddressMap plan = plan(values("default=8,green=4", AUTO), "before-agents", pool("10.20.0.0/16"));

        assertThat(plan.nodes()).allSatisfy(node -> assertThat(
                        node.blocks().stream().map(block -> block.pool()).toList())
                .isEqualTo(Arrays.asList("default", "green")));
        assertThat(plan.everyPodRuns()).isTrue();
    }
}
