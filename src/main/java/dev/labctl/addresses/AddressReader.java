package dev.labctl.addresses;

import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.addresses.AddressMap.Given;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Kind;
import dev.labctl.cluster.Node;
import dev.labctl.cluster.Pod;
import dev.labctl.cluster.Workload;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.ClusterPool;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpAddress;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.ipam.PodIpPool;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Puts an {@link AddressMap} together. What an object has that is no address and no CIDR is passed over. */
final class AddressReader {
    private final Cluster cluster;
    private final IpamSettings settings;
    private final Leaks leaks;
    private final List<Address> outsideBlocks = new ArrayList<>();

    /** The workload of each pod by their full names. */
    private final Map<String, String> workloadOf = new HashMap<>();

    AddressReader(Cluster cluster) {
        this.cluster = cluster;
        this.settings = cluster.ipam();
        this.leaks = new Leaks(cluster);
    }

    AddressMap read() {
        List<WorkloadPods> workloads = new ArrayList<>();
        for (Workload workload : cluster.workloads()) {
            WorkloadPods pods = WorkloadPods.of(workload);
            if (!workload.isHostNetwork() && !pods.isEmpty()) {
                workloads.add(pods);
                Stream.concat(workload.running().stream(), workload.stuck().stream())
                        .forEach(pod -> workloadOf.put(pod.fullName(), pods.fullName()));
            }
        }
        List<NodeMap> nodes = cluster.nodes().stream()
                .map(node -> leaks.inferred(node(node), node))
                .toList();
        AddressMap map = AddressMap.observed(
                settings.mode(),
                nodes,
                blocksAreKnown() ? pools(nodes) : List.of(),
                workloads,
                StuckPod.of(cluster),
                blocksAreKnown() ? outsideBlocks : List.of());
        return blocksAreKnown() ? map : map.withoutBlocks();
    }

    /** Otherwise a node without a block may have one, and a block that no node has may be taken. */
    private boolean blocksAreKnown() {
        return Stream.of(Kind.CILIUM_NODE, Kind.NODE)
                .allMatch(kind -> cluster.observation().knows(kind.kind()));
    }

    private NodeMap node(Node node) {
        Optional<KubeObject> ciliumNode = node.ciliumNode();
        List<Address> addresses =
                new ArrayList<>(ciliumNode.map(AddressReader::own).orElse(List.of()));
        for (Pod pod : node.pods()) {
            if (pod.takesAddress()) {
                String workload = workloadOf.getOrDefault(pod.fullName(), pod.fullName());
                pod.addresses().forEach(ip -> addresses.add(new Address(ip, pod.fullName(), workload)));
            }
        }
        Leaks.reported(node, addresses, workloadOf).forEach(addresses::add);
        addresses.sort(Comparator.comparing(Address::ip));
        List<Block> blocks = ciliumNode.map(object -> blocks(object, addresses)).orElse(List.of());
        List<Cidr> used = blocks.stream().map(Block::known).toList();
        addresses.stream()
                .filter(Address::isPods)
                .filter(address -> blocks.stream().noneMatch(block -> block.has(address.ip())))
                .forEach(outsideBlocks::add);
        return new NodeMap(
                node.name(),
                blocks,
                node.podCidrs().stream().filter(cidr -> !used.contains(cidr)).toList(),
                ciliumNode
                        .flatMap(object -> object.text("status", "ipam", "operator-status", "error"))
                        .filter(text -> !text.isBlank())
                        .or(() -> cluster.observation().operatorLog(node.name())));
    }

    /** What the agent has for itself (Cilium 1.18 {@code pkg/nodediscovery/nodediscovery.go}). */
    private static List<Address> own(KubeObject ciliumNode) {
        List<Address> own = new ArrayList<>();
        for (Object entry : ciliumNode.list("spec", "addresses")) {
            if (Tree.has(entry, "CiliumInternalIP", "type")) {
                Tree.text(entry, "ip")
                        .flatMap(IpAddress::read)
                        .ifPresent(ip -> own.add(new Address(ip, "router", "router")));
            }
        }
        for (String purpose : List.of("health", "ingress")) {
            ciliumNode.texts("spec", purpose).values().forEach(text -> IpAddress.read(text)
                    .ifPresent(ip -> own.add(new Address(ip, purpose, purpose))));
        }
        return own;
    }

    private List<Block> blocks(KubeObject ciliumNode, List<Address> addresses) {
        List<Block> blocks = new ArrayList<>();
        if (settings.is(IpamMode.MULTI_POOL)) {
            for (Object pool : ciliumNode.list("spec", "ipam", "pools", "allocated")) {
                Tree.nonEmpty(pool, "pool").ifPresent(name -> cidrs(Tree.list(pool, "cidrs"))
                        .forEach(cidr -> blocks.add(block(cidr, name, addresses))));
            }
            return blocks;
        }
        if (settings.is(IpamMode.ENI)) {
            return ofInterfaces(ciliumNode, addresses);
        }
        // The agent uses the first of each family and no other (Cilium 1.18 pkg/node/types/node.go).
        Set<Family> had = EnumSet.noneOf(Family.class);
        for (Cidr cidr : cidrs(ciliumNode.list("spec", "ipam", "podCIDRs"))) {
            if (had.add(cidr.family())) {
                blocks.add(block(cidr, settings.is(IpamMode.KUBERNETES) ? "kubernetes" : "cluster", addresses));
            }
        }
        return blocks;
    }

    /** What the operator has put on the node's network interfaces, wherever it is: the agent gives out any of it. */
    private static List<Block> ofInterfaces(KubeObject ciliumNode, List<Address> addresses) {
        List<IpAddress> pool = Tree.map(ciliumNode.tree(), "spec", "ipam", "pool").keySet().stream()
                .flatMap(text -> IpAddress.read(text).stream())
                .sorted()
                .toList();
        Optional<Cidr> subnet = Tree.map(ciliumNode.tree(), "status", "eni", "enis").values().stream()
                .sorted(Comparator.comparing(eni -> Tree.number(eni, "number").orElse(0L)))
                .flatMap(eni -> Tree.text(eni, "subnet", "cidr").flatMap(Cidr::readMasked).stream())
                .findFirst();
        if (pool.isEmpty() || subnet.isEmpty()) {
            return List.of();
        }
        String type = ciliumNode.text("spec", "eni", "instance-type").orElse("eni");
        Set<IpAddress> has = Set.copyOf(pool);
        return List.of(Block.ofSubnet(
                subnet.get(),
                type,
                pool,
                addresses.stream().filter(address -> has.contains(address.ip())).toList()));
    }

    private static Block block(Cidr cidr, String pool, List<Address> addresses) {
        return Block.observed(
                cidr,
                pool,
                addresses.stream()
                        .filter(address -> cidr.contains(address.ip()))
                        .toList());
    }

    private List<PoolMap> pools(List<NodeMap> nodes) {
        List<PoolMap> pools = new ArrayList<>();
        settings.pools().forEach((family, pool) -> pools.add(pool("cluster", family, pool, nodes)));
        if (settings.is(IpamMode.MULTI_POOL)) {
            cluster.observation().list("CiliumPodIPPool").stream()
                    .flatMap(object -> PodIpPool.of(object.tree()).stream())
                    .sorted(Comparator.comparing(PodIpPool::name))
                    .forEach(pool -> pool.families()
                            .forEach((family, part) -> pools.add(pool(pool.name(), family, part, nodes))));
        }
        return pools;
    }

    private static PoolMap pool(String name, Family family, ClusterPool pool, List<NodeMap> nodes) {
        List<Given> given = nodes.stream()
                .flatMap(node -> node.blocks(name, family).stream().map(block -> new Given(block.known(), node.name())))
                .sorted(Comparator.comparing(Given::cidr))
                .toList();
        long blocks = pool.cidrs().stream()
                .flatMap(text -> Cidr.readMasked(text).stream())
                .filter(cidr -> pool.maskSize() >= cidr.prefixLength()
                        && pool.maskSize() <= cidr.family().bits())
                .mapToLong(cidr -> cidr.blocks(pool.maskSize()))
                .sum();
        long free = Math.max(0, blocks - given.size());
        List<String> cidrs =
                pool.cidrs().stream().filter(text -> !text.isEmpty()).toList();
        return new PoolMap(name, family, cidrs, pool.maskSize(), blocks, free, given);
    }

    private static List<Cidr> cidrs(List<Object> texts) {
        return texts.stream()
                .flatMap(text -> Cidr.readMasked(String.valueOf(text)).stream())
                .toList();
    }
}
