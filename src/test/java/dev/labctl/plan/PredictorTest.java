package dev.labctl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.Block;
import dev.labctl.addresses.Finding;
import dev.labctl.addresses.NodeMap;
import dev.labctl.addresses.WorkloadPods;
import dev.labctl.cilium.CiliumDefaults;
import dev.labctl.lab.Catalogue;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.LabResolver;
import dev.labctl.lab.Range;
import dev.labctl.lab.TestChapters;
import dev.labctl.verify.ExpectationKinds;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The book's labs, planned: the tables of design and facts, worked out from the files alone. */
class PredictorTest {
    @TempDir
    Path folder;

    private static final LabResolver LABS =
            new LabResolver(new Catalogue(Path.of("chapters").toAbsolutePath()), ExpectationKinds.ALL);

    static Scenario scenario(String useCase, WhatIf whatIf) {
        LabRef ref = useCase.isEmpty() ? LabRef.of("chapter04") : LabRef.of("chapter04", useCase);
        Lab lab = LABS.resolve(ref, Optional.empty());
        Map<String, Object> defaults = lab.kind()
                .map(kind -> CiliumDefaults.onKind(
                        ClusterName.BOOK, lab.values().treeFor(ClusterName.BOOK), kind.kubeProxy()))
                .orElse(Map.of());
        return Scenario.of(lab, ClusterName.BOOK, defaults, whatIf);
    }

    private static AddressMap plan(String useCase) {
        return Predictor.predict(scenario(useCase, WhatIf.NOTHING));
    }

    private static WorkloadPods workload(AddressMap plan, String name) {
        return plan.workloads().stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSmallLabRunsOutOfAddressesOnTheSecondWorker() {
        AddressMap plan = plan("cluster-scope-ipam-small");

        Block block = plan.nodes().get(2).blocks().get(0);
        assertThat(block.candidates()).containsExactly("10.0.42.0/29", "10.0.42.8/29", "10.0.84.0/29");
        assertThat(block.usable()).isEqualTo(6);
        assertThat(block.slots()).isEqualTo(4);
        assertThat(plan.pools()).singleElement().satisfies(pool -> {
            assertThat(pool.blocks()).isEqualTo(4);
            assertThat(pool.free()).isEqualTo(1);
        });
        WorkloadPods nginx = workload(plan, "nginx");
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
        AddressMap plan = plan("cluster-scope-ipam");

        assertThat(plan.everyPodRuns()).isTrue();
        assertThat(plan.nodes().get(0).blocks().get(0).candidates())
                .containsExactly("10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24");
        assertThat(plan.nodes().get(0).blocks().get(0).slots()).isEqualTo(252);
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
        AddressMap plan = plan("kubernetes-ipam");

        assertThat(plan.everyPodRuns()).isTrue();
        assertThat(plan.nodes().get(1).blocks().get(0).candidates()).startsWith("10.244.0.0/24", "10.244.1.0/24");
        assertThat(workload(plan, "nginx").wanted()).isEqualTo(3);
    }

    @Test
    void theDefaultLabHasOnlyTheSystemsPods() {
        AddressMap plan = plan("");

        assertThat(plan.workloads()).allMatch(WorkloadPods::system).hasSize(2);
        assertThat(plan.everyPodRuns()).isTrue();
    }

    @Test
    void dualStackHasABlockOfEachFamily() {
        AddressMap plan = plan("ipv4-ipv6-support/dual-stack");

        assertThat(plan.nodes().get(0).blocks()).hasSize(2);
        assertThat(plan.nodes().get(0).blocks().get(1).slots()).isEqualTo(65532);
        assertThat(plan.everyPodRuns()).isTrue();
    }

    @Test
    void ipv6OnlyHasNoIpv4() {
        AddressMap plan = plan("ipv4-ipv6-support/ipv6-only");

        assertThat(plan.nodes().get(0).blocks()).hasSize(1);
        assertThat(plan.nodes().get(0).blocks().get(0).candidates()).startsWith("fd00:10:244::/64");
        assertThat(plan.everyPodRuns()).isTrue();
    }

    @Test
    void aFifthNodeOfTheSmallLabGetsNoBlock() {
        AddressMap plan = Predictor.predict(
                scenario("cluster-scope-ipam-small", new WhatIf(OptionalInt.of(5), Map.of(), Map.of())));

        assertThat(plan.nodes()).hasSize(5).allSatisfy(node -> assertThat(node.error())
                .contains("allocator full, on 1 of 5 nodes"));
        assertThat(plan.findings())
                .anySatisfy(finding -> assertThat(finding.reason()).isEqualTo("NODE_CIDR_EXHAUSTED"));
        assertThat(workload(plan, "nginx").running()).isEqualTo(new Range(0, 4));
    }

    /** Seen with Cilium 1.18.2: the DaemonSet's controller makes no pod for a node with Cilium's taint. */
    @Test
    void aDaemonSetHasNoPodOnANodeWithoutABlock() {
        Lab lab = new TestChapters(folder)
                .file("chapter04/case/kind.yaml", TestChapters.KIND + "  - role: worker\n")
                .file(
                        "chapter04/case/values.yaml",
                        "ipam: {mode: cluster-pool, operator: {clusterPoolIPv4PodCIDRList: [10.0.42.0/27],"
                                + " clusterPoolIPv4MaskSize: 28}}\n")
                .file(
                        "chapter04/case/manifests/all.yaml",
                        "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: every}, spec: {template: {}}}\n")
                .resolve(LabRef.of("chapter04", "case"));
        WorkloadPods every =
                workload(Predictor.predict(Scenario.of(lab, ClusterName.BOOK, Map.of(), WhatIf.NOTHING)), "every");

        assertThat(every.running()).isEqualTo(new Range(1, 2));
        assertThat(every.stuck()).isEqualTo(Range.exactly(0));
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

    @Test
    void inMultiPoolEveryPodHasItsPool() {
        AddressMap plan = plan("multi-pool-ipam");

        assertThat(plan.everyPodRuns()).isTrue();
        assertThat(plan.pools().stream().map(pool -> pool.name() + " " + pool.blocks()))
                .containsExactlyInAnyOrder("acme-pool 2048", "default 2048", "foobar-pool 2048");
        assertThat(plan.nodes().get(0).blocks())
                .as("no pod of the other pools fits the control plane")
                .singleElement()
                .satisfies(cidr -> {
                    assertThat(cidr.pool()).isEqualTo("default");
                    assertThat(cidr.candidates()).startsWith("10.10.0.0/27", "10.10.0.32/27", "10.10.0.64/27");
                    assertThat(cidr.usable()).isEqualTo(30);
                    assertThat(cidr.slots()).isEqualTo(28);
                });
        assertThat(plan.nodes().get(1).blocks())
                .filteredOn(cidr -> cidr.pool().equals("acme-pool"))
                .singleElement()
                .satisfies(cidr -> {
                    assertThat(cidr.reserved()).isEmpty();
                    assertThat(cidr.slots()).isEqualTo(30);
                });
        assertThat(plan.findings()).isEmpty();
    }

    @Test
    void onEksTheInstanceTypeDecides() {
        AddressMap plan = plan("eni-mode");

        assertThat(plan.nodes().stream().map(NodeMap::name)).containsExactly("workers-1", "workers-2");
        assertThat(plan.nodes().get(0).blocks().get(0).slots()).isEqualTo(238);
        assertThat(plan.everyPodRuns()).isTrue();
        assertThat(Predictor.predict(scenario(
                                "eni-mode",
                                new WhatIf(
                                        OptionalInt.empty(),
                                        Map.of("nginx", 30),
                                        Map.of("eni", Map.of("awsEnablePrefixDelegation", false)))))
                        .workloads()
                        .get(0)
                        .running())
                .as("all on one node, which has 13 slots, two of them for CoreDNS; or 13 on each")
                .isEqualTo(new Range(11, 26));
    }

    private AddressMap multiPool(String manifests) {
        return multiPool(manifests, "");
    }

    private AddressMap multiPool(String manifests, String preAllocation) {
        TestChapters chapters = new TestChapters(folder)
                .file("chapter04/case/kind.yaml", TestChapters.KIND)
                .file(
                        "chapter04/case/values.yaml",
                        "ipam: {mode: multi-pool, multiPoolPreAllocation: '" + preAllocation
                                + "', operator: {autoCreateCiliumPodIPPools:"
                                + " {default: {ipv4: {cidrs: [10.10.0.0/24], maskSize: 27}}}}}\nbpf: {masquerade: true}\n")
                .file("chapter04/case/manifests/all.yaml", manifests);
        Lab lab = chapters.resolve(LabRef.of("chapter04", "case"));
        return Predictor.predict(Scenario.of(lab, ClusterName.BOOK, Map.of(), WhatIf.NOTHING));
    }

    private static String pods(String name, int replicas, String annotation) {
        return "---\n{apiVersion: apps/v1, kind: Deployment, metadata: {name: " + name + "}, spec: {replicas: "
                + replicas + ", template: {metadata: {annotations: {" + annotation + "}}}}}\n";
    }

    private static String pool(String name, String cidr, int mask) {
        return "---\n{apiVersion: cilium.io/v2alpha1, kind: CiliumPodIPPool, metadata: {name: " + name
                + "}, spec: {ipv4: {cidrs: [" + cidr + "], maskSize: " + mask + "}}}\n";
    }

    private static List<String> reasons(AddressMap plan) {
        return plan.findings().stream().map(Finding::reason).toList();
    }

    /** Cilium takes the number; then its agents ask for no block and wait for one. */
    @ParameterizedTest
    @ValueSource(strings = {"default=-8", "default=-1000,other=8"})
    void agentsThatAskForNoBlockNeverStart(String preAllocation) {
        AddressMap plan = multiPool(pods("web", 3, ""), preAllocation);

        assertThat(workload(plan, "web").running()).isEqualTo(Range.exactly(0));
        assertThat(plan.nodes()).allSatisfy(node -> assertThat(node.blocks()).isEmpty());
    }

    @Test
    void podsOfAPoolThatIsNotThereWaitForIt() {
        AddressMap plan = multiPool(pods("web", 3, "ipam.cilium.io/ip-pool: ghost"));

        assertThat(workload(plan, "web").running()).isEqualTo(Range.exactly(0));
        assertThat(workload(plan, "web").text())
                .contains("unable to allocate from pool \\\"ghost\\\" (family ipv4): pool not (yet) available");
        assertThat(plan.nodes().get(1).error().orElseThrow())
                .contains("from pool \"ghost\": cannot allocate from non-existing pool: ghost");
        assertThat(reasons(plan)).containsExactly("POOL_MISSING", "PODS_STUCK");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CiliumPodIPPool|API_VERSION_WRONG|Set apiVersion: cilium.io/v2alpha1.",
                "CiliumEgressGatewayPolicy|KIND_NOT_REGISTERED|Add egressGateway.enabled: true to the values.",
                "CiliumIPPool|KIND_UNKNOWN|Correct its kind, or remove it."
            })
    void objectsThatTheServerDoesNotKnowAreNamed(String kind, String reason, String fix) {
        AddressMap plan = multiPool(pods("web", 3, "ipam.cilium.io/ip-pool: ghost")
                + "---\n{apiVersion: cilium.io/v2, kind: " + kind + ", metadata: {name: ghost}, spec: {}}\n");

        assertThat(plan.findings())
                .filteredOn(finding -> finding.reason().equals(reason))
                .singleElement()
                .satisfies(finding -> assertThat(finding.fix()).isEqualTo(fix));
        // The pool is there, but the server does not take it.
        assertThat(reasons(plan).contains("POOL_MISSING")).isEqualTo(!kind.equals("CiliumPodIPPool"));
    }

    @Test
    void aPoolOfTwoBlocksServesTwoNodesOrOneWithManyPods() {
        AddressMap plan = multiPool(pool("tiny", "10.20.0.0/28", 29) + pods("web", 15, "ipam.cilium.io/ip-pool: tiny"));

        assertThat(workload(plan, "web").running()).isEqualTo(Range.exactly(12));
        assertThat(workload(plan, "web").text()).contains("all pod CIDR ranges are exhausted");
    }

    private static String on(String node, String pods) {
        return pods.replace("{metadata: {annotations", "{spec: {nodeName: " + node + "}, metadata: {annotations");
    }

    @Test
    void whoAsksFirstForTheLastBlocksIsNotKnown() {
        AddressMap plan = multiPool(pool("narrow", "10.20.0.0/27", 28)
                + on("cilium-book-worker", pods("few", 3, "ipam.cilium.io/ip-pool: narrow"))
                + on("cilium-book-control-plane", pods("many", 20, "ipam.cilium.io/ip-pool: narrow")));

        assertThat(workload(plan, "few").running()).isEqualTo(new Range(0, 3));
        assertThat(workload(plan, "many").running()).isEqualTo(new Range(14, 20));
        assertThat(workload(plan, "few").text())
                .as("three pods fit one block: they are stuck where their node has none")
                .contains("pool not (yet) available");
        assertThat(workload(plan, "many").text()).contains("all pod CIDR ranges are exhausted");
        assertThat(plan.nodes().get(1).error().orElseThrow()).contains("from pool \"narrow\": pool empty");
    }

    /** Any node that asks for several pools may come last to each of them. */
    @Test
    void everyPoolThatMayBeEmptyIsNamedOnEachNode() {
        AddressMap plan = multiPool(pool("lone", "10.20.0.0/28", 28)
                + pool("tiny", "10.20.1.0/30", 32)
                + on("cilium-book-worker", pods("a", 1, "ipam.cilium.io/ip-pool: lone"))
                + on("cilium-book-worker", pods("b", 5, "ipam.cilium.io/ip-pool: tiny"))
                + on("cilium-book-control-plane", pods("c", 1, "ipam.cilium.io/ip-pool: lone"))
                + on("cilium-book-control-plane", pods("d", 5, "ipam.cilium.io/ip-pool: tiny")));

        assertThat(plan.nodes())
                .allSatisfy(node -> assertThat(node.error().orElseThrow().lines())
                        .containsExactly(
                                "failed to allocate ipv4 address for node \"" + node.name()
                                        + "\" from pool \"lone\": pool empty",
                                "failed to allocate ipv4 address for node \"" + node.name()
                                        + "\" from pool \"tiny\": pool empty"));
    }

    @Test
    void aMaskShorterThanThePoolGivesNoBlock() {
        AddressMap plan = multiPool(pool("flat", "10.20.0.0/28", 24) + pods("web", 1, "ipam.cilium.io/ip-pool: flat"));

        assertThat(workload(plan, "web").stuck()).isEqualTo(Range.exactly(1));
        assertThat(reasons(plan)).contains("POOL_INVALID");
    }

    @Test
    void aWrongAnnotationAndPoolsOverEachOtherAreTold() {
        AddressMap plan = multiPool(pool("one", "10.20.0.0/16", 27)
                + pool("two", "10.20.128.0/17", 27)
                + pods("web", 1, "ipam.cilium.io/ipam-pool: one"));

        assertThat(reasons(plan)).containsExactly("POOLS_OVERLAP", "ANNOTATION_IGNORED");
        assertThat(plan.everyPodRuns()).as("from the default pool").isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{kind: InitConfiguration} | PATCH_IGNORED",
                "{kind: JoinConfiguration, nodeRegistration: {kubeletExtraArgs: {node-labels: 'a=b'}}} |"
                        + " NODE_LABELS_REPLACED",
                "{kind: JoinConfiguration, nodeRegistration: {kubeletExtraArgs: [{name: node-labels, value: 'a=b'}]}} |"
                        + " CLUSTER_REFUSED"
            })
    void patchesOfKindHaveTheirFindings(String patch, String reason) {
        Lab lab = new TestChapters(folder)
                .file(
                        "chapter04/case/kind.yaml",
                        TestChapters.KIND + "    labels: {own: worker}\n    kubeadmConfigPatches: [\"" + patch
                                + "\"]\n")
                .file("chapter04/case/values.yaml", "ipam: {mode: cluster-pool}\n")
                .resolve(LabRef.of("chapter04", "case"));

        assertThat(reasons(Predictor.predict(Scenario.of(lab, ClusterName.BOOK, Map.of(), WhatIf.NOTHING))))
                .contains(reason);
    }

    private AddressMap withValues(String values) {
        return withNetworking("disableDefaultCNI: true", values);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ipam: {operator: {clusterPoolIPv4PodCIDRList: [10.96.0.0/16], clusterPoolIPv4MaskSize: 24}} | SERVICE_CIDR_OVERLAP",
                "ipam: {operator: {clusterPoolIPv4PodCIDRList: [10.0.0.0/8], clusterPoolIPv4MaskSize: 24}} | SERVICE_CIDR_INSIDE",
                "ipam: {operator: {clusterPoolIPv4PodCIDRList: [172.18.0.0/16], clusterPoolIPv4MaskSize: 24}} | DOCKER_NETWORK_OVERLAP",
                "ipam: {operator: {clusterPoolIPv4PodCIDRList: [10.1.0.0/28], clusterPoolIPv4MaskSize: 24}} | NODE_CIDR_EXHAUSTED",
                "ipam: {operator: {clusterPoolIPv4PodCIDRList: [10.1.0.0/29], clusterPoolIPv4MaskSize: 29}} | NODE_CIDR_EXHAUSTED",
                "ipam: {operator: {clusterPoolIPv4PodCIDRList: [10.1.0.0/24, 10.1.0.0/25], clusterPoolIPv4MaskSize: 26}} | OPERATOR_FAILS",
                "ipam: {operator: {clusterPoolIPv4PodCIDRList: [10.1.0.0/24], clusterPoolIPv4MaskSize: 33}} | OPERATOR_FAILS",
                "ipam: {operator: {clusterPoolIPv4PodCIDRList: [nonsense], clusterPoolIPv4MaskSize: 26}} | OPERATOR_FAILS",
                "ipam: {operator: {clusterPoolIPv4PodCIDRList: [10.1.0.0/24], clusterPoolIPv4MaskSize: 31}} | PODS_NONE",
                "{ipam: {mode: kubernetes, operator: {clusterPoolIPv4MaskSize: 26}}} | VALUE_IGNORED",
                "{ipam: {mode: kubernetes}, ipv6: {enabled: true}} | FAMILY_MISMATCH",
                "{ipam: {mode: multi-pool}} | DEFAULT_POOL_MISSING",
                "{ipam: {mode: fancy}} | IPAM_MODE_UNKNOWN"
            })
    void whatWillBiteIsTold(String values, String reason) {
        AddressMap plan = withValues(values);

        if (reason.equals("PODS_NONE")) {
            assertThat(workload(plan, "coredns").running()).isEqualTo(Range.exactly(0));
        } else {
            assertThat(reasons(plan)).contains(reason);
        }
    }

    private AddressMap withNetworking(String networking, String values) {
        TestChapters chapters = new TestChapters(folder)
                .file(
                        "chapter04/case/kind.yaml",
                        TestChapters.KIND.replace("disableDefaultCNI: true", networking.replace(", ", "\n  ")))
                .file("chapter04/case/values.yaml", values);
        Lab lab = chapters.resolve(LabRef.of("chapter04", "case"));
        return Predictor.predict(Scenario.of(lab, ClusterName.BOOK, Map.of(), WhatIf.NOTHING));
    }

    /** On kind, the first row leaves all nodes without a CIDR and the agents waiting for ever. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "podSubnet: 10.97.0.0/16, serviceSubnet: 10.96.0.0/12 | {ipam: {mode: kubernetes}} | SERVICE_CIDR_OVERLAP"
                        + "|the pods' range 10.97.0.0/16 is inside the Service range 10.96.0.0/12: Kubernetes gives nodes no CIDR"
                        + " that overlaps it, so none gets one",
                "podSubnet: 10.97.0.0/16, serviceSubnet: 10.97.0.0/16 | {ipam: {mode: kubernetes}} | SERVICE_CIDR_OVERLAP"
                        + "|the pods' range 10.97.0.0/16 is inside the Service range 10.97.0.0/16: Kubernetes gives nodes no CIDR"
                        + " that overlaps it, so none gets one",
                "serviceSubnet: 10.96.0.0/12 | {ipam: {mode: cluster-pool, operator: {clusterPoolIPv4PodCIDRList: [10.97.0.0/16]}}}"
                        + "| SERVICE_CIDR_OVERLAP|the pods' range 10.97.0.0/16 is inside the Service range 10.96.0.0/12: a pod and"
                        + " a Service may get the same address",
                "podSubnet: 10.64.0.0/10, serviceSubnet: 10.96.0.0/16 | {ipam: {mode: kubernetes}} | SERVICE_CIDR_INSIDE"
                        + "|the pods' range 10.64.0.0/10 contains the Service range 10.96.0.0/16; no block of this plan is part of"
                        + " it",
            })
    void rangesOfPodsAndServices(String networking, String values, String reason, String message) {
        assertThat(withNetworking(networking, values).findings())
                .filteredOn(finding -> finding.reason().startsWith("SERVICE_CIDR"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.reason()).isEqualTo(reason);
                    assertThat(finding.message()).isEqualTo(message);
                });
    }

    /** There is no list of CIDRs in mode kubernetes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "podSubnet: 10.244.0.0/24 | {ipam: {mode: kubernetes}} | larger networking.podSubnet",
                "podSubnet: 10.97.0.0/16, serviceSubnet: 10.96.0.0/12 | {ipam: {mode: kubernetes}}"
                        + "| networking.podSubnet outside of the Service range 10.96.0.0/12",
                "podSubnet: 10.244.0.0/16 | {ipam: {mode: cluster-pool, operator: {clusterPoolIPv4PodCIDRList: [10.0.0.0/24]}}}"
                        + "| Add a CIDR to the list",
            })
    void whatGivesNodesABlockDependsOnTheMode(String networking, String values, String fix) {
        assertThat(withNetworking(networking, values).findings())
                .filteredOn(finding -> finding.reason().equals("NODE_CIDR_EXHAUSTED"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.fix()).contains(fix));
    }

    @Test
    void groupsOfAnyNumberOfNodesOnEksAreNoTrouble() {
        Lab lab = new TestChapters(folder)
                .file("chapter04/case/lab.yaml", "title: EKS\nprovider: eks\n")
                .file(
                        "chapter04/case/eksctl.yaml",
                        """
                        apiVersion: eksctl.io/v1alpha5
                        kind: ClusterConfig
                        metadata: {name: x, region: eu-west-1}
                        managedNodeGroups:
                          - {name: a, desiredCapacity: 1, maxPodsPerNode: 2147483647}
                          - {name: b, desiredCapacity: 450}
                        """)
                .file("chapter04/case/values.yaml", "ipam: {mode: eni}\n")
                .resolve(LabRef.of("chapter04", "case"));
        Scenario scenario = Scenario.of(lab, ClusterName.BOOK, Map.of(), WhatIf.NOTHING);

        assertThat(scenario.nodes()).hasSize(451);
        assertThat(scenario.nodes().get(0).maxPods()).isEqualTo(Integer.MAX_VALUE);
        assertThat(scenario.nodes().get(1).maxPods()).isEqualTo(29);
        assertThat(Predictor.predict(scenario).nodes()).hasSize(451);
    }

    @Test
    void aThousandNodesAreNoTrouble() {
        AddressMap plan = Predictor.predict(
                scenario("kubernetes-ipam", new WhatIf(OptionalInt.of(200), Map.of("nginx", 50), Map.of())));

        assertThat(plan.nodes()).hasSize(200);
    }
}
