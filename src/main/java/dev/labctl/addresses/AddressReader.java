package dev.labctl.addresses;

import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.addresses.AddressMap.Block;
import dev.labctl.addresses.AddressMap.Given;
import dev.labctl.addresses.AddressMap.NodeMap;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Node;
import dev.labctl.cluster.Pod;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.ClusterPool;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.HostScope;
import dev.labctl.ipam.IpAddress;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.ipam.PodIpPool;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts an {@link AddressMap} together. What an object has that is no address and no CIDR is passed over. */
final class AddressReader {
    private final Cluster cluster;
    private final IpamSettings settings;
    private final List<Address> outsideBlocks = new ArrayList<>();

    AddressReader(Cluster cluster) {
        this.cluster = cluster;
        this.settings = cluster.ipam();
    }

    AddressMap read() {
        List<NodeMap> nodes = cluster.nodes().stream().map(this::node).toList();
        return new AddressMap(settings.mode(), nodes, pools(nodes), WorkloadState.of(cluster), outsideBlocks);
    }

    private NodeMap node(Node node) {
        Optional<KubeObject> ciliumNode = node.ciliumNode();
        List<Address> addresses =
                new ArrayList<>(ciliumNode.map(AddressReader::own).orElse(List.of()));
        for (Pod pod : node.pods()) {
            if (pod.takesAddress()) {
                pod.addresses().forEach(ip -> addresses.add(new Address(ip, pod.fullName())));
            }
        }
        addresses.sort(Comparator.comparing(Address::ip));
        List<Block> blocks = ciliumNode.map(this::blocks).orElse(List.of()).stream()
                .map(block -> new Block(
                        block.cidr(),
                        block.pool(),
                        block.usable(),
                        addresses.stream()
                                .filter(address -> block.cidr().contains(address.ip()))
                                .toList()))
                .toList();
        addresses.stream()
                .filter(Address::isPods)
                .filter(address ->
                        blocks.stream().noneMatch(block -> block.cidr().contains(address.ip())))
                .forEach(outsideBlocks::add);
        List<Cidr> used = blocks.stream().map(Block::cidr).toList();
        return new NodeMap(
                node.name(),
                blocks,
                node.podCidrs().stream().filter(cidr -> !used.contains(cidr)).toList(),
                ciliumNode
                        .flatMap(object -> object.text("status", "ipam", "operator-status", "error"))
                        .filter(text -> !text.isBlank()));
    }

    /** What the agent has for itself (Cilium 1.18 {@code pkg/nodediscovery/nodediscovery.go}). */
    private static List<Address> own(KubeObject ciliumNode) {
        List<Address> own = new ArrayList<>();
        for (Object entry : ciliumNode.list("spec", "addresses")) {
            if (Tree.text(entry, "type").filter("CiliumInternalIP"::equals).isPresent()) {
                Tree.text(entry, "ip").flatMap(IpAddress::read).ifPresent(ip -> own.add(new Address(ip, "router")));
            }
        }
        for (String purpose : List.of("health", "ingress")) {
            ciliumNode.texts("spec", purpose).values().forEach(text -> IpAddress.read(text)
                    .ifPresent(ip -> own.add(new Address(ip, purpose))));
        }
        return own;
    }

    /** A node's blocks, still without addresses. */
    private List<Block> blocks(KubeObject ciliumNode) {
        List<Block> blocks = new ArrayList<>();
        if (settings.is(IpamMode.MULTI_POOL)) {
            for (Object pool : ciliumNode.list("spec", "ipam", "pools", "allocated")) {
                String name = Tree.text(pool, "pool").orElse("");
                cidrs(Tree.list(pool, "cidrs")).forEach(cidr -> blocks.add(block(cidr, name)));
            }
            return blocks;
        }
        // The agent uses the first of each family and no other (Cilium 1.18 pkg/node/types/node.go).
        Set<Family> had = EnumSet.noneOf(Family.class);
        for (Cidr cidr : cidrs(ciliumNode.list("spec", "ipam", "podCIDRs"))) {
            if (had.add(cidr.family())) {
                blocks.add(block(cidr, settings.is(IpamMode.KUBERNETES) ? "kubernetes" : "cluster"));
            }
        }
        return blocks;
    }

    private static Block block(Cidr cidr, String pool) {
        return new Block(cidr, pool, HostScope.usable(cidr), List.of());
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
                .flatMap(node -> node.blocks().stream()
                        .filter(block -> block.pool().equals(name) && block.family() == family)
                        .map(block -> new Given(block.cidr(), node.name())))
                .sorted(Comparator.comparing(Given::cidr))
                .toList();
        long blocks = pool.cidrs().stream()
                .flatMap(text -> Cidr.readMasked(text).stream())
                .filter(cidr -> pool.maskSize() >= cidr.prefixLength()
                        && pool.maskSize() <= cidr.family().bits())
                .mapToLong(cidr -> cidr.blocks(pool.maskSize()))
                .sum();
        return new PoolMap(name, family, pool.cidrs(), pool.maskSize(), blocks, given);
    }

    private static List<Cidr> cidrs(List<Object> texts) {
        return texts.stream()
                .flatMap(text -> Cidr.readMasked(String.valueOf(text)).stream())
                .toList();
    }
}
