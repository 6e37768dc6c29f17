package dev.labctl.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.Finding;
import dev.labctl.addresses.NodeMap;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.Range;
import dev.labctl.lab.TestChapters;
import dev.labctl.plan.EniPlan.Addressing;
import dev.labctl.plan.EniPlan.Capacity;
import dev.labctl.plan.EniPlan.SubnetCapacity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labs in mode eni: instance types, subnets, and the order that decides. */
class EniPlanTest {
    private static final WhatIf SINGLE =
            new WhatIf(OptionalInt.empty(), Map.of(), Map.of("eni", Map.of("awsEnablePrefixDelegation", false)));

    @TempDir
    Path folder;

    private Scenario scenario(String eksctl, WhatIf whatIf) {
        String manifest = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 30,"
                + " selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec:"
                + " {containers: [{name: web, image: web}]}}}}\n";
        TestChapters chapters = new TestChapters(folder)
                .file("chapter04/case/lab.yaml", "title: EKS\nprovider: eks\n")
                .file(
                        "chapter04/case/eksctl.yaml",
                        "{apiVersion: eksctl.io/v1alpha5, kind: ClusterConfig, metadata: {name: a, region: eu-west-1}, "
                                + eksctl + "}\n")
                .file("chapter04/case/values.yaml", "{ipam: {mode: eni}, eni: {awsEnablePrefixDelegation: true}}\n")
                .file("chapter04/case/manifests/web.yaml", manifest);
        return Scenario.of(chapters.resolve(LabRef.of("chapter04", "case")), ClusterName.BOOK, Map.of(), whatIf);
    }

    private static EniPlan eni(Scenario scenario, String... compare) {
        return EniPlan.of(scenario, List.of(compare)).orElseThrow();
    }

    private static List<String> reasons(AddressMap plan) {
        return plan.findings().stream().map(Finding::reason).toList();
    }

    private static String group(String type, int nodes) {
        return "managedNodeGroups: [{name: w, instanceType: " + type + ", desiredCapacity: " + nodes
                + ", privateNetworking: true}]";
    }

    @Test
    void theBooksLabHasPrefixesAndNothingToWarnOf() {
        Scenario scenario = PredictorTest.scenario("eni-mode", WhatIf.NOTHING);
        EniPlan plan = eni(scenario);

        assertThat(plan.prefixDelegation()).isTrue();
        assertThat(plan.nodesFirst()).as("eksctl installs aws-node").isEqualTo(Addressing.SINGLE);
        assertThat(plan.types()).singleElement().satisfies(type -> {
            assertThat(type.type()).isEqualTo("t3.medium");
            assertThat(type.nodes()).isEqualTo(2);
            assertThat(type.single()).isEqualTo(new Capacity(15, 13, 17));
            assertThat(type.prefixes()).contains(new Capacity(240, 238, 110));
            assertThat(type.running()).isEqualTo(Range.exactly(10));
        });
        assertThat(plan.subnets())
                .containsExactly(
                        new SubnetCapacity(cidr("192.168.96.0/19"), 1, true, 1, 8187, 510),
                        new SubnetCapacity(cidr("192.168.128.0/19"), 2, true, 1, 8187, 510));
        assertThat(reasons(Predictor.predict(scenario))).containsExactly("ORDER_DECIDES");
    }

    private static dev.labctl.ipam.Cidr cidr(String text) {
        return dev.labctl.ipam.Cidr.parse(text);
    }

    @Test
    void typesAreComparedWithTheLabsOwn() {
        EniPlan plan = eni(scenario(group("t3.medium", 2), SINGLE), "t2.medium", "m5.16xlarge", "t3.medium");

        assertThat(plan.types().stream().map(type -> type.type() + " " + type.nodes() + " " + type.running()))
                .containsExactly("t3.medium 2 22 to 26", "t2.medium 0 22 to 26", "m5.16xlarge 0 30");
        assertThat(plan.types().get(1).prefixes()).isEmpty();
        assertThat(plan.types().get(2).prefixes()).as("more than 30 vCPUs").contains(new Capacity(11_760, 11_758, 250));
    }

    @Test
    void anUnknownTypeIsAskedBackFor() {
        Scenario scenario = scenario(group("t3.medium", 2), SINGLE);

        assertThatThrownBy(() -> eni(scenario, "t3.mediun")).isInstanceOfSatisfying(FailureException.class, failure -> {
            assertThat(failure.failure().reason()).isEqualTo(Reason.USAGE);
            assertThat(failure).hasMessageContaining("t3.mediun");
            assertThat(failure.failure().next()).contains("t3.medium");
        });
        assertThatThrownBy(() -> eni(scenario, "qqq")).isInstanceOfSatisfying(FailureException.class, failure -> {
            assertThat(failure.failure().next()).contains("52 types");
        });
        assertThatThrownBy(() -> EniPlan.of(PredictorTest.scenario("", WhatIf.NOTHING), List.of("t3.medium")))
                .hasMessageContaining("no EC2 instances");
        assertThat(EniPlan.of(PredictorTest.scenario("", WhatIf.NOTHING), List.of()))
                .isEmpty();
    }

    @Test
    void aTypeThatIsNotInTheTableIsSaidSo() {
        AddressMap plan = Predictor.predict(scenario(group("t3.mega", 2), SINGLE));

        assertThat(plan.findings()).anySatisfy(finding -> {
            assertThat(finding.reason()).isEqualTo("INSTANCE_TYPE_UNKNOWN");
            assertThat(finding.message()).contains("t3.mega").contains("52 types");
            assertThat(finding.fix()).contains("AvailableIpPerENI");
        });
        assertThat(eni(scenario(group("t3.mega", 2), SINGLE)).types()).isEmpty();
    }

    @Test
    void aVpcOfTheSmallestSizeHasNoPrefixes() {
        Scenario scenario = scenario("vpc: {cidr: 10.0.0.0/24}, " + group("t3.medium", 4), WhatIf.NOTHING);
        AddressMap plan = Predictor.predict(scenario);

        assertThat(plan.findings()).anySatisfy(finding -> {
            assertThat(finding.reason()).isEqualTo("SUBNET_TOO_SMALL");
            assertThat(finding.message())
                    .startsWith(
                            "the subnets 10.0.0.96/27 to 10.0.0.160/27 each have 27 addresses and no whole /28 block,"
                                    + " for 4 nodes in all: a node may get no more than ")
                    .endsWith("where its instance can have 240");
            assertThat(finding.fix()).contains("larger vpc.cidr");
        });
        assertThat(plan.nodes().get(0).blocks().get(0).usable()).isEqualTo(15);
        assertThat(eni(scenario).subnets().get(0))
                .isEqualTo(new SubnetCapacity(cidr("10.0.0.96/27"), 1, true, 2, 27, 0));
    }

    @Test
    void nodesThatShareASmallSubnetTakeFromEachOther() {
        AddressMap plan = Predictor.predict(
                scenario("availabilityZones: [a, b], vpc: {cidr: 10.0.0.0/24}, " + group("t3.large", 4), SINGLE));

        NodeMap node = plan.nodes().get(0);
        assertThat(node.blocks().get(0).usable()).isBetween(20L, 33L);
        assertThat(reasons(plan)).contains("SUBNET_TOO_SMALL");
    }

    @Test
    void existingSubnetsAreNotGuessed() {
        Scenario scenario = scenario("vpc: {id: vpc-1}, " + group("t3.medium", 2), SINGLE);

        assertThat(eni(scenario).vpc()).isEmpty();
        assertThat(eni(scenario).subnets()).isEmpty();
        assertThat(Predictor.predict(scenario).nodes().get(0).blocks().get(0).usable())
                .isEqualTo(15);
    }

    @Test
    void tooManyZonesAreRefusedAsEksctlDoes() {
        AddressMap plan = Predictor.predict(
                scenario("availabilityZones: [a, b, c, d, e, f, g, h, i], " + group("t3.medium", 2), SINGLE));

        assertThat(plan.findings().get(0).message()).endsWith("cannot create more than 16 subnets, 18 requested");
    }

    @Test
    void theOrderDecidesWhereAwsNodeIsThereFirst() {
        Scenario both = scenario(group("t3.medium", 2), WhatIf.NOTHING);
        assertThat(eni(both).nodesFirst()).isEqualTo(Addressing.SINGLE);
        assertThat(Predictor.predict(both).findings()).anySatisfy(finding -> {
            assertThat(finding.reason()).isEqualTo("ORDER_DECIDES");
            assertThat(finding.message()).contains("13 pods on a t3.medium");
        });

        Scenario kept = scenario(
                "addonsConfig: {disableDefaultAddons: true}, addons: [{name: vpc-cni, configurationValues:"
                        + " '{\"env\":{\"ENABLE_PREFIX_DELEGATION\":\"true\"}}'}], " + group("t3.medium", 2),
                WhatIf.NOTHING);
        assertThat(eni(kept).nodesFirst()).isEqualTo(Addressing.PREFIXES);
        assertThat(reasons(Predictor.predict(kept))).doesNotContain("ORDER_DECIDES");

        assertThat(eni(scenario(group("t3.medium", 2), SINGLE)).nodesFirst()).isEqualTo(Addressing.SINGLE);
    }

    @Test
    void theKubeletAllowsMoreThanThereAreAddresses() {
        AddressMap plan = Predictor.predict(PredictorTest.scenario("eni-mode", SINGLE));

        assertThat(plan.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.reason()).isEqualTo("MAX_PODS_ABOVE_ADDRESSES");
            assertThat(finding.message()).contains("allows 110 pods").contains("addresses for 13");
        });
    }

    @Test
    void furtherNodesAreLikeTheLast() {
        AddressMap plan =
                Predictor.predict(scenario(group("t3.large", 2), new WhatIf(OptionalInt.of(4), Map.of(), Map.of())));

        assertThat(plan.nodes().stream().map(NodeMap::name)).containsExactly("w-1", "w-2", "w-3", "w-4");
        assertThat(plan.nodes().get(3).blocks().get(0).candidates()).containsExactly("192.168.96.0/19");
    }

    @Test
    void prefixesAndLargerInstancesAreRemedies() {
        List<Remedy> remedies = Remedies.of(PredictorTest.scenario(
                "eni-mode",
                new WhatIf(
                        OptionalInt.empty(),
                        Map.of("nginx", 28),
                        Map.of("eni", Map.of("awsEnablePrefixDelegation", false)))));

        assertThat(remedies.stream().map(Remedy::how))
                .contains("eni.awsEnablePrefixDelegation: true", "eksctl.yaml, instanceType: t3.large");
    }

    @Test
    void manyNodesTakeNoTime() {
        AddressMap plan = Predictor.predict(scenario(
                "vpc: {cidr: 10.0.0.0/20}, " + group("t3.medium", 450),
                new WhatIf(OptionalInt.of(2_000), Map.of(), Map.of())));

        assertThat(plan.nodes()).hasSize(2_000);
        assertThat(Optional.of(plan)).isPresent();
    }
}
