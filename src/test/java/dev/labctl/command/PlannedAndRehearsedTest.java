package dev.labctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.Block;
import dev.labctl.addresses.NodeMap;
import dev.labctl.addresses.WorkloadPods;
import dev.labctl.command.planner.DesiredState;
import dev.labctl.ipam.Cidr;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.TestChapters;
import dev.labctl.plan.Predictor;
import dev.labctl.plan.WhatIf;
import dev.labctl.tree.Tree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What chance decides in a rehearsal stays inside what was planned. */
class PlannedAndRehearsedTest {
    /** Long after the last pod found its address, or was told often enough that there is none. */
    private static final Duration SETTLED = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    private static AddressMap plan(Lab lab, ClusterName cluster) {
        return Predictor.predict(DesiredState.scenario(cluster, lab, WhatIf.NOTHING));
    }

    private static void compare(AddressMap plan, KubeApi api, String as) {
        for (KubeObject node : api.list("cilium.io/v2", "CiliumNode", Optional.empty(), Map.of())) {
            NodeMap planned = planned(plan, node);
            long given = Tree.map(node.tree(), "spec", "ipam", "pool").size();
            assertThat(given)
                    .as("%s: %s of %s", as, node.name(), planned)
                    .isLessThanOrEqualTo(plan.mode().equals("eni") ? planned.usable() : 0);
            node.list("spec", "ipam", "podCIDRs").forEach(cidr -> assertThat(possible(planned, "", cidr.toString()))
                    .as("%s: %s of %s", as, cidr, planned)
                    .isTrue());
            for (Object pool : node.list("spec", "ipam", "pools", "allocated")) {
                Tree.list(pool, "cidrs").forEach(cidr -> assertThat(
                                possible(planned, Tree.text(pool, "pool").orElse(""), cidr.toString()))
                        .as("%s: %s of %s", as, cidr, planned)
                        .isTrue());
            }
        }
        List<KubeObject> pods = api.list("v1", "Pod", Optional.empty(), Map.of());
        for (WorkloadPods workload : plan.workloads()) {
            List<KubeObject> own = pods.stream()
                    .filter(pod -> pod.namespace().equals(Optional.of(workload.namespace())))
                    .filter(pod -> pod.name().startsWith(workload.name() + "-"))
                    .toList();
            int running =
                    (int) own.stream().filter(pod -> pod.conditionTrue("Ready")).count();
            assertThat(own).as("%s: pods of %s", as, workload).hasSize(workload.wanted());
            assertThat(workload.running().contains(running))
                    .as("%s: %s run of %s", as, running, workload)
                    .isTrue();
        }
    }

    /** EC2 names its instances: each is like any other of its type in the same subnet. */
    private static NodeMap planned(AddressMap plan, KubeObject node) {
        Optional<String> type = node.text("spec", "eni", "instance-type");
        return plan.nodes().stream()
                .filter(one -> type.isEmpty()
                        ? one.name().equals(node.name())
                        : one.blocks().stream().anyMatch(block -> block.pool().equals(type.get())))
                .findFirst()
                .orElseThrow();
    }

    private static boolean possible(NodeMap node, String pool, String cidr) {
        return node.blocks().stream()
                .filter(one -> pool.isEmpty() || one.pool().equals(pool))
                .anyMatch(one -> one.cidr().equals(Optional.of(Cidr.parse(cidr))) || row(one, Cidr.parse(cidr)));
    }

    private static boolean row(Block plan, Cidr cidr) {
        return plan.candidates().stream().map(row -> row.split("-", -1)).anyMatch(ends -> {
            Cidr first = Cidr.parse(ends[0]);
            Cidr last = Cidr.parse(ends[ends.length - 1]);
            return first.prefixLength() == cidr.prefixLength()
                    && first.compareTo(cidr) <= 0
                    && cidr.compareTo(last) <= 0;
        });
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1",
        "kubernetes-ipam, 2",
        "cluster-scope-ipam, 3",
        "cluster-scope-ipam-small, 4",
        "cluster-scope-ipam-small, 5",
        "cluster-scope-ipam-small, 6",
        "cluster-scope-ipam-small, 7",
        "multi-pool-ipam, 8",
        "ipv4-ipv6-support/dual-stack, 9",
        "ipv4-ipv6-support/ipv6-only, 10",
        "eni-mode, 11"
    })
    void theBooksLabsComeTrueInARehearsal(String useCase, long seed) {
        Rehearsed rehearsed = new Rehearsed(folder, seed);
        LabRef ref = useCase.isEmpty() ? LabRef.of("chapter04") : LabRef.of("chapter04", useCase);

        rehearsed.run(ref);

        AddressMap plan = plan(rehearsed.lab(ref), ClusterName.BOOK);
        rehearsed.live(SETTLED, api -> {
            compare(plan, api, useCase + " with seed " + seed);
            return null;
        });
    }

    /** Small labs that nobody wrote: blocks, pods and where they go are chance. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void labsByChanceComeTrueToo(long seed) {
        Random random = new Random(seed);
        int mask = 26 + random.nextInt(4);
        TestChapters chapters = new TestChapters(folder)
                .file("common/kind.yaml", TestChapters.KIND + "  - role: worker\n".repeat(random.nextInt(3)))
                .file(
                        "chapter04/case/values.yaml",
                        "ipam: {mode: cluster-pool, operator: {clusterPoolIPv4PodCIDRList: [10.9.0.0/24],"
                                + " clusterPoolIPv4MaskSize: " + mask + "}}\noperator: {replicas: 1}\n"
                                + (random.nextBoolean() ? "endpointHealthChecking: {enabled: false}\n" : ""))
                .file("chapter04/case/lab.yaml", "title: by chance\n")
                .file("chapter04/case/manifests/one.yaml", deployment("one", random))
                .file("chapter04/case/manifests/two.yaml", deployment("two", random));
        ClusterName cluster = new ClusterName("chance");
        Rehearsed rehearsed = new Rehearsed(folder, seed, chapters.root(), cluster);
        Lab lab = rehearsed.lab(LabRef.of("chapter04", "case"));
        AddressMap plan = plan(lab, cluster);

        if (plan.everyPodRuns()) {
            rehearsed.run(lab);
        } else {
            rehearsed.attempt(lab);
        }

        rehearsed.live(SETTLED, api -> {
            compare(plan, api, "seed " + seed);
            return null;
        });
    }

    /** Instances, subnets and pods by chance: what the interfaces have no room for stays stuck in both. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void labsOnEc2ByChanceComeTrueToo(long seed) {
        Random random = new Random(seed);
        List<String> types = List.of("t3.small", "t3.medium", "t2.medium", "t3.large");
        String group = "managedNodeGroups: [{name: w, instanceType: " + types.get(random.nextInt(types.size()))
                + ", desiredCapacity: " + (1 + random.nextInt(4)) + ", maxPodsPerNode: 110, privateNetworking: "
                + random.nextBoolean() + "}]";
        TestChapters chapters = new TestChapters(folder)
                .file("chapter04/case/lab.yaml", "title: by chance\nprovider: eks\n")
                .file(
                        "chapter04/case/eksctl.yaml",
                        "{apiVersion: eksctl.io/v1alpha5, kind: ClusterConfig, metadata: {name: a, region: eu-west-1},"
                                + " vpc: {cidr: 10.9.0.0/" + (21 + random.nextInt(4)) + "}, " + group + "}\n")
                .file(
                        "chapter04/case/values.yaml",
                        "{ipam: {mode: eni}, operator: {replicas: 1}, routingMode: native, eni: {enabled: true,"
                                + " awsEnablePrefixDelegation: " + random.nextBoolean() + "}}\n")
                .file("chapter04/case/manifests/one.yaml", pods("one", random.nextInt(60)))
                .file("chapter04/case/manifests/two.yaml", pods("two", random.nextInt(20)));
        ClusterName cluster = new ClusterName("chance");
        Rehearsed rehearsed = new Rehearsed(folder, seed, chapters.root(), cluster);
        Lab lab = rehearsed.lab(LabRef.of("chapter04", "case"));

        rehearsed.attempt(lab);

        rehearsed.live(SETTLED, api -> {
            compare(plan(lab, cluster), api, "seed " + seed);
            return null;
        });
    }

    private static String pods(String name, int replicas) {
        return "{apiVersion: apps/v1, kind: Deployment, metadata: {name: " + name + "}, spec: {replicas: " + replicas
                + ", selector: {matchLabels: {app: " + name + "}}, template: {metadata: {labels: {app: " + name
                + "}}, spec: {containers: [{name: web, image: web}]}}}}\n";
    }

    private static String deployment(String name, Random random) {
        String where = random.nextBoolean() ? "nodeSelector: {kubernetes.io/hostname: chance-worker}, " : "";
        return "{apiVersion: apps/v1, kind: Deployment, metadata: {name: " + name + "}, spec: {replicas: "
                + random.nextInt(20) + ", selector: {matchLabels: {app: " + name
                + "}}, template: {metadata: {labels: {app: "
                + name + "}}, spec: {" + where + "containers: [{name: web, image: web}]}}}}\n";
    }
}
