package dev.labctl.output;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.addresses.AddressMap.Reserved;
import dev.labctl.addresses.Block;
import dev.labctl.addresses.Finding;
import dev.labctl.addresses.NodeMap;
import dev.labctl.addresses.WorkloadPods;
import dev.labctl.failure.Severity;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.lab.Range;
import dev.labctl.plan.EniPlan;
import dev.labctl.plan.EniPlan.Capacity;
import dev.labctl.plan.EniPlan.SubnetCapacity;
import dev.labctl.plan.EniPlan.TypeCapacity;
import dev.labctl.plan.Remedy;
import dev.labctl.report.PlanView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Plans made by hand: what labs of the book come to, and larger ones. */
public final class Plans {
    public static final String RANGE_IS_FULL =
            "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup"
                    + " network for sandbox \"<id>\": plugin type=\"cilium-cni\" failed (add): unable to allocate IP via local"
                    + " cilium agent: [POST /ipam][502] postIpamFailure \"range is full\"";

    private static final List<Reserved> INFRASTRUCTURE = List.of(new Reserved("router", 1), new Reserved("health", 1));

    private Plans() {}

    public static Map<String, PlanView> all() {
        Map<String, PlanView> all = new LinkedHashMap<>();
        all.put("small", small());
        all.put("dual", dual());
        all.put("pools", pools());
        all.put("full", full());
        all.put("single", single());
        all.put("large", large());
        all.put("eni", eni());
        return all;
    }

    public static NodeMap node(String name, Block... cidrs) {
        return new NodeMap(name, List.of(cidrs), List.of(), Optional.empty());
    }

    /** A block that a node's agent takes its own addresses from. */
    public static Block share(String pool, Family family, long usable, String... blocks) {
        return share(pool, family, usable, INFRASTRUCTURE, blocks);
    }

    private static Block share(String pool, Family family, long usable, List<Reserved> reserved, String... blocks) {
        boolean known = blocks.length == 1 && !blocks[0].contains("-");
        return Block.predicted(
                known ? Optional.of(Cidr.parse(blocks[0])) : Optional.empty(),
                known ? List.of() : List.of(blocks),
                pool,
                family,
                usable,
                reserved,
                usable - reserved.size());
    }

    /** A pool of which no block is given yet. */
    public static PoolMap pool(String name, Family family, List<String> cidrs, int maskSize, long blocks, long free) {
        return new PoolMap(name, family, cidrs, maskSize, blocks, free, List.of());
    }

    public static WorkloadPods pods(String name, int wanted, Range running, String node) {
        String namespace = name.substring(0, name.indexOf('/'));
        Range stuck = new Range(wanted - running.max(), wanted - running.min());
        return WorkloadPods.predicted(
                namespace,
                "Deployment",
                name.substring(namespace.length() + 1),
                Optional.of(node).filter(text -> !text.isEmpty()),
                namespace.equals("kube-system") || namespace.equals("local-path-storage"),
                wanted,
                running,
                stuck,
                stuck.max() == 0 ? "" : RANGE_IS_FULL);
    }

    private static List<WorkloadPods> withSystem(boolean stuck, WorkloadPods... own) {
        List<WorkloadPods> all = new ArrayList<>(List.of(own));
        all.add(pods("kube-system/coredns", 2, new Range(stuck ? 0 : 2, 2), ""));
        all.add(pods("local-path-storage/local-path-provisioner", 1, new Range(stuck ? 0 : 1, 1), ""));
        return all;
    }

    /** The lab cluster-scope-ipam-small, with the changes that would help. */
    public static PlanView small() {
        Block share = share("cluster", Family.IPV4, 6, "10.0.42.0/29", "10.0.42.8/29", "10.0.84.0/29");
        return new PlanView(
                "Cluster scope IPAM, exhausted on purpose",
                AddressMap.predicted(
                        "cluster-pool",
                        List.of(
                                node("cilium-book-control-plane", share),
                                node("cilium-book-worker", share),
                                node("cilium-book-worker2", share)),
                        List.of(pool("cluster", Family.IPV4, List.of("10.0.42.0/28", "10.0.84.0/28"), 29, 4, 1)),
                        withSystem(
                                true,
                                pods("default/netshoot", 1, Range.exactly(1), "cilium-book-worker"),
                                pods("default/nginx", 10, new Range(1, 4), "cilium-book-worker2")),
                        List.of(
                                new Finding(
                                        Severity.NOTE,
                                        "POD_CIDR_IGNORED",
                                        "Kubernetes gives each node a pod CIDR of its own, which Cilium ignores in this"
                                                + " mode",
                                        ""),
                                new Finding(
                                        Severity.ERROR,
                                        "PODS_STUCK",
                                        "6 to 9 of the 10 pods of default/nginx stay without an address",
                                        "`labctl plan chapter04 -u cluster-scope-ipam-small --fix` looks for the"
                                                + " smallest change that lets all of them run."),
                                new Finding(
                                        Severity.WARNING,
                                        "DNS_AT_RISK",
                                        "CoreDNS may be among the stuck: names may not be resolved",
                                        "Make the blocks larger with a shorter mask."))),
                List.of(
                        new Remedy(
                                "larger blocks from a larger CIDR",
                                "ipam.operator.clusterPoolIPv4PodCIDRList: [10.0.42.0/26]\n"
                                        + "ipam.operator.clusterPoolIPv4MaskSize: 28",
                                11),
                        new Remedy("fewer pods", "default/nginx: replicas: 1", 2)));
    }

    /** The lab ipv4-ipv6-support/dual-stack. */
    public static PlanView dual() {
        Block ipv4 = share("kubernetes", Family.IPV4, 254, "10.244.0.0/24", "10.244.1.0/24", "10.244.2.0/24");
        Block ipv6 = share(
                "kubernetes",
                Family.IPV6,
                65_534,
                "fd00:10:244::/64",
                "fd00:10:244:1::/64",
                "fd00:10:244:2::/64",
                "fd00:10:244:3::/64");
        return new PlanView(
                "IPv4 and IPv6 side by side",
                AddressMap.predicted(
                        "kubernetes",
                        List.of(
                                node("cilium-book-control-plane", ipv4, ipv6),
                                node("cilium-book-worker", ipv4, ipv6),
                                node("cilium-book-worker2", ipv4, ipv6)),
                        List.of(
                                pool("kubernetes", Family.IPV4, List.of("10.244.0.0/16"), 24, 256, 253),
                                pool("kubernetes", Family.IPV6, List.of("fd00:10:244::/56"), 64, 256, 253)),
                        withSystem(false, pods("default/echo", 5, Range.exactly(5), "")),
                        List.of()),
                List.of());
    }

    /** The lab multi-pool-ipam, on an exotic node and with a pool that has no blocks left. */
    static PlanView pools() {
        Block pool = share("default", Family.IPV4, 30, "10.10.0.0/27-10.10.255.224/27");
        Block acme = share("acme-pool", Family.IPV4, 30, List.of(), "10.20.0.0/27", "10.20.0.32/27");
        Block foobar = share("foobar-pool", Family.IPV4, 30, List.of(), "10.30.0.0/27");
        String notYet = RANGE_IS_FULL.replace(
                "range is full",
                "unable to allocate from pool \\\"foobar-pool\\\" (family ipv4): pool not (yet) available");
        return new PlanView(
                "Pools for namespaces",
                AddressMap.predicted(
                        "multi-pool",
                        List.of(
                                node("cilium-book-control-plane", pool),
                                node("cilium-book-worker", pool, acme),
                                node("cilium-book-worker2", pool, acme, foobar)),
                        List.of(
                                pool("default", Family.IPV4, List.of("10.10.0.0/16"), 27, 2048, 2045),
                                pool("acme-pool", Family.IPV4, List.of("10.20.0.0/26"), 27, 2, 0),
                                pool("foobar-pool", Family.IPV4, List.of("10.30.0.0/27"), 27, 1, 0),
                                pool("unused", Family.IPV4, List.of("10.40.0.0/16"), 27, 2048, 2048),
                                pool("too-small", Family.IPV4, List.of("10.50.0.0/28"), 27, 0, 0)),
                        withSystem(
                                false,
                                pods("acme-corp/web", 40, Range.exactly(40), ""),
                                pods("default/web", 3, Range.exactly(3), "cilium-book-worker"),
                                WorkloadPods.predicted(
                                        "foobar-inc",
                                        "DaemonSet",
                                        "agent",
                                        Optional.empty(),
                                        false,
                                        2,
                                        new Range(1, 2),
                                        new Range(0, 1),
                                        notYet)),
                        List.of(new Finding(
                                Severity.WARNING,
                                "POOL_EXHAUSTED",
                                "pool foobar-pool has one block, and two nodes may ask for one",
                                "Give it a CIDR with more blocks."))),
                List.of());
    }

    /** Five nodes and four blocks. */
    static PlanView full() {
        Block share = share("cluster", Family.IPV4, 6, "10.0.42.0/29", "10.0.42.8/29", "10.0.84.0/29", "10.0.84.8/29");
        List<NodeMap> nodes = IntStream.rangeClosed(1, 5)
                .mapToObj(number -> new NodeMap(
                        "ng-" + number + ".eu-west-1.compute.internal",
                        List.of(share),
                        List.of(),
                        Optional.of("allocator full, on 1 of 5 nodes")))
                .toList();
        return new PlanView(
                "Cluster scope IPAM, exhausted on purpose",
                AddressMap.predicted(
                        "cluster-pool",
                        nodes,
                        List.of(pool("cluster", Family.IPV4, List.of("10.0.42.0/28", "10.0.84.0/28"), 29, 4, 0)),
                        List.of(
                                pods("default/nginx", 10, new Range(0, 4), "ng-5.eu-west-1.compute.internal"),
                                pods("kube-system/coredns", 2, new Range(0, 2), "")),
                        List.of(new Finding(
                                Severity.ERROR,
                                "NODE_CIDR_EXHAUSTED",
                                "1 of 5 nodes get no block; which ones cannot be predicted, and their agents never become ready",
                                "Add a CIDR to the list, or make the blocks smaller with a longer mask."))),
                List.of());
    }

    /** One node whose block is known, with more pods than fit. */
    static PlanView single() {
        return new PlanView(
                "One node",
                AddressMap.predicted(
                        "cluster-pool",
                        List.of(node("one", share("cluster", Family.IPV4, 254, "10.0.0.0/24"))),
                        List.of(pool("cluster", Family.IPV4, List.of("10.0.0.0/8"), 24, 65_536, 65_535)),
                        List.of(
                                pods("default/nginx", 1_000_000, new Range(250, 252), "one"),
                                pods("kube-system/coredns", 2, new Range(0, 2), "one")),
                        List.of()),
                List.of());
    }

    /** The lab eni-mode without prefixes, with more pods than its nodes have addresses for, beside a larger type. */
    static PlanView eni() {
        Block share = Block.predicted(
                Optional.empty(), List.of("192.168.96.0/19"), "t2.medium", Family.IPV4, 15, INFRASTRUCTURE, 13);
        return new PlanView(
                "AWS ENI mode",
                AddressMap.predicted(
                        "eni",
                        List.of(node("workers-1", share), node("workers-2", share)),
                        List.of(),
                        List.of(WorkloadPods.predicted(
                                "default",
                                "Deployment",
                                "nginx",
                                Optional.empty(),
                                false,
                                40,
                                new Range(11, 26),
                                new Range(14, 29),
                                RANGE_IS_FULL.replace("range is full", "No more IPs available"))),
                        List.of()),
                Optional.of(new EniPlan(
                        true,
                        EniPlan.Addressing.SINGLE,
                        List.of(
                                new TypeCapacity(
                                        "t2.medium",
                                        2,
                                        3,
                                        6,
                                        2,
                                        new Capacity(15, 13, 17),
                                        Optional.empty(),
                                        40,
                                        new Range(11, 26)),
                                new TypeCapacity(
                                        "c5.9xlarge",
                                        0,
                                        8,
                                        30,
                                        36,
                                        new Capacity(232, 230, 234),
                                        Optional.of(new Capacity(3712, 3710, 250)),
                                        40,
                                        Range.exactly(40))),
                        Optional.of(Cidr.parse("192.168.0.0/16")),
                        List.of(new SubnetCapacity(Cidr.parse("192.168.96.0/19"), 1, true, 2, 8187, 510)))),
                List.of());
    }

    /** 1,000 nodes, where two have pods of their own. */
    public static PlanView large() {
        Block share = share("cluster", Family.IPV4, 254, "10.0.0.0/24-10.3.231.0/24");
        List<NodeMap> nodes = new ArrayList<>(List.of(node("big-control-plane", share), node("big-worker", share)));
        IntStream.rangeClosed(2, 999)
                .mapToObj(number -> node("big-worker" + number, share))
                .forEach(nodes::add);
        return new PlanView(
                "Many nodes",
                AddressMap.predicted(
                        "cluster-pool",
                        nodes,
                        List.of(pool("cluster", Family.IPV4, List.of("10.0.0.0/8"), 24, 65_536, 64_536)),
                        withSystem(
                                false,
                                pods("default/web", 50_000, Range.exactly(50_000), ""),
                                pods("default/nginx", 300, new Range(249, 252), "big-worker2"),
                                pods("default/netshoot", 1, Range.exactly(1), "big-worker")),
                        List.of()),
                List.of());
    }
}
