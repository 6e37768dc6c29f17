package dev.labctl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.lab.Catalogue;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.LabResolver;
import dev.labctl.lab.Range;
import dev.labctl.plan.AddressPlan.CidrPlan;
import dev.labctl.plan.AddressPlan.WorkloadPlan;
import dev.labctl.provider.cilium.CiliumDefaults;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The book's labs, planned: the tables of design and facts, worked out from the files alone. */
class PredictorTest {
    private static final LabResolver LABS =
            new LabResolver(new Catalogue(Path.of("chapters").toAbsolutePath()));

    static Scenario scenario(String useCase, WhatIf whatIf) {
        LabRef ref = useCase.isEmpty() ? LabRef.of("chapter04") : LabRef.of("chapter04", useCase);
        Lab lab = LABS.resolve(ref, Optional.empty());
        Map<String, Object> defaults = lab.kind()
                .map(kind -> CiliumDefaults.onKind(
                        ClusterName.BOOK, lab.values().treeFor(ClusterName.BOOK), kind.kubeProxy()))
                .orElse(Map.of());
        return Scenario.of(lab, ClusterName.BOOK, defaults, whatIf);
    }

    private static AddressPlan plan(String useCase) {
        return Predictor.predict(scenario(useCase, WhatIf.NOTHING));
    }

    private static WorkloadPlan workload(AddressPlan plan, String name) {
        return plan.workloads().stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSmallLabRunsOutOfAddressesOnTheSecondWorker() {
        AddressPlan plan = plan("cluster-scope-ipam-small");

        CidrPlan block = plan.nodes().get(2).cidrs().get(0);
        assertThat(block.blocks()).containsExactly("10.0.42.0/29", "10.0.42.8/29", "10.0.84.0/29");
        assertThat(block.usable()).isEqualTo(6);
        assertThat(block.slots()).isEqualTo(4);
        assertThat(plan.pools()).singleElement().satisfies(pool -> {
            assertThat(pool.blocks()).isEqualTo(4);
            assertThat(pool.free()).isEqualTo(1);
        });
        WorkloadPlan nginx = workload(plan, "nginx");
        assertThat(nginx.node()).contains("cilium-book-worker2");
        assertThat(nginx.running()).isEqualTo(new Range(1, 4));
        assertThat(nginx.stuck()).isEqualTo(new Range(6, 9));
        assertThat(nginx.text()).contains("postIpamFailure \"range is full\"");
        assertThat(workload(plan, "netshoot").running()).isEqualTo(Range.exactly(1));
        assertThat(workload(plan, "coredns").running())
                .as("a system pod can be the victim")
                .isEqualTo(new Range(0, 2));
        assertThat(plan.findings())
                .anySatisfy(finding -> assertThat(finding.reason()).isEqualTo("PODS_STUCK"));
    }

    @Test
    void clusterScopeHasRoomForAHundred() {
        AddressPlan plan = plan("cluster-scope-ipam");

        assertThat(plan.everyPodRuns()).isTrue();
        assertThat(plan.nodes().get(0).cidrs().get(0).blocks())
                .containsExactly("10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24");
        assertThat(plan.nodes().get(0).cidrs().get(0).slots()).isEqualTo(252);
        assertThat(Predictor.predict(scenario(
                                "cluster-scope-ipam", new WhatIf(OptionalInt.empty(), Map.of("nginx", 100), Map.of())))
                        .everyPodRuns())
                .isTrue();
        assertThat(workload(
                                Predictor.predict(scenario(
                                        "cluster-scope-ipam",
                                        new WhatIf(OptionalInt.empty(), Map.of("nginx", 120), Map.of()))),
                                "nginx")
                        .text())
                .contains("Too many pods");
    }

    @Test
    void kubernetesModeGivesEveryNodeABlockOfItsSubnet() {
        AddressPlan plan = plan("kubernetes-ipam");

        assertThat(plan.everyPodRuns()).isTrue();
        assertThat(plan.nodes().get(1).cidrs().get(0).blocks()).startsWith("10.244.0.0/24", "10.244.1.0/24");
        assertThat(workload(plan, "nginx").wanted()).isEqualTo(3);
    }

    @Test
    void theDefaultLabHasOnlyTheSystemsPods() {
        AddressPlan plan = plan("");

        assertThat(plan.workloads()).allMatch(WorkloadPlan::system).hasSize(2);
        assertThat(plan.everyPodRuns()).isTrue();
    }

    @Test
    void dualStackHasABlockOfEachFamily() {
        AddressPlan plan = plan("ipv4-ipv6-support/dual-stack");

        assertThat(plan.nodes().get(0).cidrs()).hasSize(2);
        assertThat(plan.nodes().get(0).cidrs().get(1).slots()).isEqualTo(65532);
        assertThat(plan.everyPodRuns()).isTrue();
    }

    @Test
    void ipv6OnlyHasNoIpv4() {
        AddressPlan plan = plan("ipv4-ipv6-support/ipv6-only");

        assertThat(plan.nodes().get(0).cidrs()).hasSize(1);
        assertThat(plan.nodes().get(0).cidrs().get(0).blocks()).startsWith("fd00:10:244::/64");
        assertThat(plan.everyPodRuns()).isTrue();
    }

    @Test
    void aFifthNodeOfTheSmallLabGetsNoBlock() {
        AddressPlan plan = Predictor.predict(
                scenario("cluster-scope-ipam-small", new WhatIf(OptionalInt.of(5), Map.of(), Map.of())));

        assertThat(plan.nodes()).hasSize(5).allSatisfy(node -> assertThat(node.error())
                .contains("allocator full, on 1 of 5 nodes"));
        assertThat(plan.findings())
                .anySatisfy(finding -> assertThat(finding.reason()).isEqualTo("NODE_CIDR_EXHAUSTED"));
        assertThat(workload(plan, "nginx").running()).isEqualTo(new Range(0, 4));
    }

    @Test
    void everyRemedyOfTheSmallLabIsProved() {
        List<Remedy> remedies = Remedies.of(scenario("cluster-scope-ipam-small", WhatIf.NOTHING));

        assertThat(remedies)
                .extracting(Remedy::how)
                .containsExactly(
                        "ipam.operator.clusterPoolIPv4PodCIDRList: [10.0.42.0/25], ipam.operator.clusterPoolIPv4MaskSize: 27",
                        "default/nginx: replicas: 1");
        assertThat(remedies).extracting(Remedy::running).containsExactly(11, 2);
        assertThat(Remedies.of(scenario("cluster-scope-ipam", WhatIf.NOTHING))).isEmpty();
    }
}
