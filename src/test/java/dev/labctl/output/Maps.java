package dev.labctl.output;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.addresses.AddressMap.Given;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.addresses.Block;
import dev.labctl.addresses.NodeMap;
import dev.labctl.addresses.StuckPod;
import dev.labctl.addresses.WorkloadPods;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.Range;
import dev.labctl.report.IpamView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Address maps made by hand: what labs of the book look like, troubles of all kinds, and a large cluster. */
public final class Maps {
    public static final Instant WHEN = Instant.parse("2026-11-23T10:00:00Z");
    public static final String SOURCE = "Cluster cilium-book, as it was at 2026-11-23T10:00:00Z.";
    static final String NOT_YET = Plans.RANGE_IS_FULL.replace(
            "range is full", "unable to allocate from pool \\\"acme-pool\\\" (family ipv4): pool not (yet) available");

    private Maps() {}

    public static Map<String, IpamView> all() {
        Map<String, IpamView> all = new LinkedHashMap<>();
        all.put("small", small());
        all.put("pools", pools());
        all.put("dual", dual());
        all.put("broken", broken());
        all.put("large", large());
        all.put("one", one());
        return all;
    }

    public static Block block(String cidr, String pool, String... addresses) {
        Cidr parsed = Cidr.parse(cidr);
        return Block.observed(
                parsed, pool, Stream.of(addresses).map(Maps::address).toList());
    }

    /** An address and its owner; a pod with a number belongs to the workload that {@link #pods} would name so. */
    private static Address address(String text) {
        String[] words = text.split(" ", 3);
        String workload = words.length > 2 ? words[2] : words[1].replaceAll("(?<=/.*)-\\d+$", "");
        return new Address(IpAddress.parse(words[0]), words[1], workload);
    }

    public static NodeMap node(String name, List<Block> blocks, String... ignored) {
        return new NodeMap(name, blocks, Stream.of(ignored).map(Cidr::parse).toList(), Optional.empty());
    }

    static PoolMap pool(String name, List<NodeMap> nodes, int maskSize, String... cidrs) {
        Family family = Cidr.parse(cidrs[0]).family();
        List<Given> given = nodes.stream()
                .flatMap(node -> node.blocks().stream()
                        .filter(block -> block.pool().equals(name) && block.family() == family)
                        .map(block -> new Given(block.known(), node.name())))
                .sorted(java.util.Comparator.comparing(Given::cidr))
                .toList();
        long blocks = Stream.of(cidrs)
                .mapToLong(cidr -> Cidr.parse(cidr).blocks(maskSize))
                .sum();
        return new PoolMap(name, family, List.of(cidrs), maskSize, blocks, Math.max(0, blocks - given.size()), given);
    }

    /**
     * A Deployment whose pods are called by its name and a number, those that run first.
     *
     * @param node where all of its pods are; empty for two nodes that are none of the map's
     */
    public static WorkloadPods pods(String name, String node, int running, int stuck, String text) {
        String namespace = name.substring(0, name.indexOf('/'));
        int all = running + stuck;
        String where = !node.isEmpty() ? node : all == 1 ? "1 node" : "2 nodes";
        boolean system = namespace.equals("kube-system");
        return new WorkloadPods(
                namespace,
                "Deployment",
                name.substring(name.indexOf('/') + 1),
                Optional.of(node).filter(found -> !found.isEmpty()),
                system,
                all,
                Range.exactly(running),
                Range.exactly(stuck),
                stuck == 0 ? "" : text,
                system ? "system, " + where : where);
    }

    /** The stuck pods of workloads. */
    public static List<StuckPod> stuck(List<WorkloadPods> workloads, Optional<String> pool, boolean addressed) {
        return workloads.stream()
                .flatMap(pods -> IntStream.rangeClosed(pods.running().max() + 1, pods.wanted())
                        .mapToObj(number -> new StuckPod(
                                pods.fullName() + "-" + number, ref(pods), pods.node(), addressed, pool, pods.text())))
                .toList();
    }

    private static ObjectRef ref(WorkloadPods pods) {
        return ObjectRef.namespaced("apps/v1", "Deployment", pods.namespace(), pods.name());
    }

    private static AddressMap map(
            String mode, List<NodeMap> nodes, List<PoolMap> pools, List<WorkloadPods> workloads, List<StuckPod> stuck) {
        return AddressMap.observed(mode, nodes, pools, workloads, stuck, List.of());
    }

    private static IpamView view(String title, AddressMap map, Optional<AddressMap> plan) {
        return new IpamView(title, map, plan, "", WHEN, Optional.empty());
    }

    /** The lab cluster-scope-ipam-small. */
    public static IpamView small() {
        List<NodeMap> nodes = List.of(
                node(
                        "cilium-book-control-plane",
                        List.of(block("10.0.42.0/29", "cluster", "10.0.42.3 health", "10.0.42.6 router")),
                        "10.244.0.0/24"),
                node(
                        "cilium-book-worker",
                        List.of(block(
                                "10.0.42.8/29",
                                "cluster",
                                "10.0.42.9 router",
                                "10.0.42.10 default/netshoot-1",
                                "10.0.42.11 kube-system/coredns-1",
                                "10.0.42.14 health")),
                        "10.244.1.0/24"),
                node(
                        "cilium-book-worker2",
                        List.of(block(
                                "10.0.84.0/29",
                                "cluster",
                                "10.0.84.1 default/nginx-1",
                                "10.0.84.2 default/nginx-2",
                                "10.0.84.3 default/nginx-3",
                                "10.0.84.4 router",
                                "10.0.84.5 health",
                                "10.0.84.6 default/old-7 default/old-7")),
                        "10.244.2.0/24"));
        List<WorkloadPods> workloads = List.of(
                pods("default/netshoot", "cilium-book-worker", 1, 0, ""),
                pods("default/nginx", "cilium-book-worker2", 3, 7, Plans.RANGE_IS_FULL),
                pods("kube-system/coredns", "cilium-book-worker", 1, 0, ""));
        AddressMap map = map(
                "cluster-pool",
                nodes,
                List.of(pool("cluster", nodes, 29, "10.0.42.0/28", "10.0.84.0/28")),
                workloads,
                stuck(workloads, Optional.empty(), false));
        return view(
                "Cluster scope IPAM, exhausted on purpose",
                map,
                Optional.of(Plans.small().plan()));
    }

    /** The second worker of it alone. */
    static IpamView one() {
        IpamView small = small();
        return new IpamView(small.title(), small.map(), small.plan(), "", WHEN, Optional.of("cilium-book-worker2"));
    }

    /** Pools of which one has no block for a node yet, and the plan is not to be had. */
    static IpamView pools() {
        List<NodeMap> nodes = List.of(
                node(
                        "cilium-book-worker",
                        List.of(
                                block("10.20.0.0/27", "acme-pool", "10.20.0.7 acme-corp/web-1"),
                                block("10.10.0.0/27", "default", "10.10.0.1 router", "10.10.0.9 health"))),
                node(
                        "cilium-book-worker2",
                        List.of(block("10.10.0.32/27", "default", "10.10.0.33 router", "10.10.0.62 health"))));
        List<WorkloadPods> workloads = List.of(
                pods("acme-corp/web", "cilium-book-worker", 1, 0, ""),
                pods("acme-corp/late", "cilium-book-worker2", 0, 2, NOT_YET),
                pods("default/slow", "cilium-book-worker2", 0, 1, ""));
        List<StuckPod> stuck = new ArrayList<>(stuck(workloads.subList(1, 2), Optional.of("acme-pool"), false));
        stuck.addAll(stuck(workloads.subList(2, 3), Optional.of("default"), false));
        AddressMap map = map(
                "multi-pool",
                nodes,
                List.of(pool("acme-pool", nodes, 27, "10.20.0.0/27"), pool("default", nodes, 27, "10.10.0.0/16")),
                workloads,
                stuck);
        return new IpamView(
                "Cluster cilium-book", map, Optional.empty(), "there is no chapter chapter04", WHEN, Optional.empty());
    }

    /** Blocks that are too large for a cell each. */
    static IpamView dual() {
        List<NodeMap> nodes = List.of(node(
                "cilium-book-worker",
                List.of(
                        block(
                                "10.244.1.0/24",
                                "kubernetes",
                                "10.244.1.9 router",
                                "10.244.1.10 health",
                                "10.244.1.99 default/echo-1"),
                        block(
                                "fd00:10:244:1::/64",
                                "kubernetes",
                                "fd00:10:244:1::9 router",
                                "fd00:10:244:1::1a health",
                                "fd00:10:244:1::99 default/echo-1"))));
        return view(
                "Dual stack",
                map(
                        "kubernetes",
                        nodes,
                        List.of(),
                        List.of(pods("default/echo", "cilium-book-worker", 1, 0, "")),
                        List.of()),
                Optional.of(Plans.dual().plan()));
    }

    /** A node without a block, pods that no node takes, one with an image that is not there, and an address from before. */
    static IpamView broken() {
        List<NodeMap> nodes = List.of(
                node("n0", List.of(block("10.0.0.0/30", "cluster", "10.0.0.1 router", "10.0.0.2 health"))),
                new NodeMap("n1", List.of(), List.of(), Optional.of("allocator full")),
                node("n2", List.of()));
        List<WorkloadPods> workloads = List.of(
                pods("default/big", "", 0, 1, "0/3 nodes are available: 3 Insufficient memory."),
                pods("default/web", "n0", 0, 2, "Back-off pulling image \"ngimx\""),
                pods("kube-system/coredns", "n0", 1, 1, "the sandbox is not there"));
        List<StuckPod> stuck = new ArrayList<>();
        stuck.add(new StuckPod(
                "default/big-1",
                ref(workloads.get(0)),
                Optional.empty(),
                false,
                Optional.empty(),
                workloads.get(0).text()));
        stuck.addAll(stuck(workloads.subList(1, 2), Optional.empty(), true));
        stuck.addAll(stuck(workloads.subList(2, 3), Optional.empty(), false));
        return view(
                "Broken",
                AddressMap.observed(
                        "cluster-pool",
                        nodes,
                        List.of(pool("cluster", nodes, 30, "10.0.0.0/30")),
                        workloads,
                        stuck,
                        List.of(address("10.9.9.9 default/web-1"))),
                Optional.empty());
    }

    /** 500 nodes and 10,000 pods; on two nodes a block is full, and on one of them pods are stuck. */
    public static IpamView large() {
        return large(500);
    }

    /** As many nodes of the same kind, at least 100. */
    public static IpamView large(int count) {
        List<NodeMap> nodes = new ArrayList<>();
        List<WorkloadPods> workloads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = String.format("big-worker-%03d", i);
            Cidr cidr = Cidr.parse("10.0.0.0/8").block(27, i);
            List<String> addresses = new ArrayList<>(List.of(cidr.address(1) + " router", cidr.address(2) + " health"));
            int running = i == 77 || i == 99 ? 28 : 20;
            for (int pod = 1; pod <= running; pod++) {
                addresses.add(cidr.address(2 + pod) + " default/web-" + i + "-" + pod);
            }
            nodes.add(node(name, List.of(block(cidr.toString(), "cluster", addresses.toArray(String[]::new)))));
            workloads.add(pods("default/web-" + i, name, running, i == 77 ? 5 : 0, Plans.RANGE_IS_FULL));
        }
        AddressMap map = map(
                "cluster-pool",
                nodes,
                List.of(pool("cluster", nodes, 27, "10.0.0.0/8")),
                workloads,
                stuck(workloads, Optional.empty(), false));
        return view("Many nodes", map, Optional.empty());
    }
}
