package dev.labctl.output;

import dev.labctl.addresses.WorkloadPods;
import dev.labctl.lab.Range;
import dev.labctl.report.StatusView;
import dev.labctl.report.StatusView.Cilium;
import dev.labctl.report.StatusView.Node;
import dev.labctl.report.StatusView.ObjectLine;
import dev.labctl.report.StatusView.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Statuses of every kind, by a name of their own. */
public final class Statuses {
    private static final String LAB = "chapter04 cluster-scope-ipam-small";
    private static final String UP = "up, with the lab " + LAB;
    private static final List<String> LIMITS = List.of(
            "traffic: no packet flows, so nothing answers on any address, and there is no DNS",
            "policies: network policies are kept and shown, and do nothing",
            "images and containers: every image is there, nothing runs, no container fails, there are no logs",
            "CPU and memory: the scheduler counts pods, and nothing else",
            "probes, pod affinity, priorities and disruption budgets: only readiness delays, node affinity, pod"
                    + " anti-affinity and topology spread count",
            "storage: a claim is bound when a pod uses it, and there is nothing behind it",
            "load balancers and Ingress: no Service gets an external address");

    private Statuses() {}

    public static Map<String, StatusView> all() {
        Map<String, StatusView> all = new LinkedHashMap<>();
        all.put("absent", absent());
        all.put("bare", bare());
        all.put("small", small());
        all.put("rehearsed", rehearsed());
        all.put("verified", verified());
        all.put("dual", dual());
        all.put("large", large());
        return all;
    }

    static StatusView absent() {
        return state(Stage.ABSENT, "there is no cluster cilium-book", "labctl up CHAPTER --use-case USE_CASE");
    }

    static StatusView stopped() {
        return state(Stage.STOPPED, "the nodes are stopped", "docker start two-control-plane two-worker");
    }

    private static StatusView state(Stage stage, String state, String next) {
        return new StatusView(
                stage,
                state,
                "",
                "",
                "",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                next);
    }

    private static Cilium cilium(String mode, String families, int agents) {
        return new Cilium("1.18.2, deployed, IPAM " + mode + ", " + families, "1.18.2", mode, agents, agents);
    }

    private static Node node(String name, boolean ready, long free, String... cidrs) {
        return new Node("cilium-book-" + name, ready, List.of(cidrs), free, Optional.empty());
    }

    private static WorkloadPods pods(String name, String kind, Optional<String> node, int wanted, int running) {
        return WorkloadPods.predicted(
                "default",
                kind,
                name,
                node,
                false,
                wanted,
                Range.exactly(running),
                Range.exactly(wanted - running),
                "");
    }

    private static WorkloadPods system(String namespace, String name, int wanted, int running) {
        return WorkloadPods.predicted(
                namespace,
                "Deployment",
                name,
                Optional.empty(),
                true,
                wanted,
                Range.exactly(running),
                Range.exactly(wanted - running),
                "");
    }

    /** A cluster that has just been made. */
    private static StatusView bare() {
        return new StatusView(
                Stage.MADE,
                UP,
                "cilium-book, created by kind",
                LAB,
                "v1.33.12",
                Optional.of(new Cilium("not installed", "", "", 0, 0)),
                Optional.empty(),
                List.of(node("control-plane", false, 0), node("worker", false, 0), node("worker2", false, 0)),
                List.of(system("kube-system", "coredns", 2, 0), system("local-path-storage", "provisioner", 1, 0)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                "labctl cilium-install chapter04 --use-case cluster-scope-ipam-small");
    }

    static StatusView small() {
        return small("cilium-book, created by kind", List.of());
    }

    static StatusView rehearsed() {
        return small("cilium-book, rehearsed", LIMITS);
    }

    private static StatusView small(String where, List<String> limits) {
        return new StatusView(
                Stage.APPLIED,
                UP,
                where,
                LAB,
                "v1.33.12",
                Optional.of(cilium("cluster-pool", "IPv4", 3)),
                Optional.empty(),
                List.of(
                        node("control-plane", true, 2, "10.0.42.0/29"),
                        node("worker", true, 3, "10.0.42.8/29"),
                        node("worker2", true, 0, "10.0.84.0/29")),
                List.of(
                        pods("netshoot", "Deployment", Optional.of("cilium-book-worker"), 1, 1),
                        pods("nginx", "Deployment", Optional.of("cilium-book-worker2"), 10, 2),
                        system("kube-system", "coredns", 2, 1),
                        system("local-path-storage", "local-path-provisioner", 1, 1)),
                List.of(
                        new ObjectLine("Deployment default/nginx", "", 8),
                        new ObjectLine("Pod default/netshoot", "Pod netshoot is not ready", 0)),
                List.of(),
                List.of(),
                limits,
                Optional.empty(),
                "labctl verify");
    }

    static StatusView verified() {
        StatusView small = small();
        return new StatusView(
                Stage.VERIFIED,
                UP,
                small.where(),
                LAB,
                small.kubernetes(),
                small.cilium(),
                Optional.of(Instant.parse("2026-11-23T10:00:00.123Z")),
                small.nodes(),
                small.workloads(),
                List.of(),
                List.of(),
                List.of("the lab's objects: there is no chapter chapter04"),
                List.of(),
                Optional.empty(),
                "");
    }

    private static StatusView dual() {
        return new StatusView(
                Stage.APPLIED,
                "up, with the lab chapter04 ipv4-ipv6-support/dual-stack",
                "cilium-book, created by kind",
                "chapter04 ipv4-ipv6-support/dual-stack",
                "v1.33.12",
                Optional.of(cilium("kubernetes", "IPv4 and IPv6", 3)),
                Optional.empty(),
                List.of(
                        node("control-plane", true, 250, "10.244.0.0/24", "fd00:10:244::/64"),
                        node("worker", true, 248, "10.244.2.0/24", "fd00:10:244:1::/64"),
                        new Node("cilium-book-worker2", true, List.of(), 0, Optional.of("allocator full"))),
                List.of(pods("echo", "Deployment", Optional.empty(), 5, 5)),
                List.of(
                        new ObjectLine("Deployment default/echo", "", 0),
                        new ObjectLine("Service default/echo", "", 0)),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                "labctl verify");
    }

    /** Five hundred nodes and ten thousand pods, with a trouble in everything. */
    private static StatusView large() {
        List<Node> nodes = new ArrayList<>(IntStream.range(0, 500)
                .mapToObj(i -> node("worker" + i, i % 100 != 7, i % 9, "10." + i / 256 + "." + i % 256 + ".0/27"))
                .toList());
        List<WorkloadPods> workloads = IntStream.range(0, 100)
                .mapToObj(i -> pods("web-" + i, "Deployment", Optional.empty(), 100, i % 20 == 3 ? 60 - i / 10 : 100))
                .toList();
        List<ObjectLine> objects = IntStream.range(0, 100)
                .mapToObj(i -> new ObjectLine(
                        "Deployment default/web-" + i,
                        i % 20 == 3 ? "only some of its pods are ready, and it waits for more than a line of text" : "",
                        0))
                .toList();
        return new StatusView(
                Stage.APPLIED,
                UP,
                "cilium-book, rehearsed",
                LAB,
                "v1.33.12",
                Optional.of(cilium("cluster-pool", "IPv4", 500)),
                Optional.empty(),
                nodes,
                workloads,
                objects,
                List.of(),
                List.of(),
                LIMITS,
                Optional.empty(),
                "labctl verify");
    }
}
