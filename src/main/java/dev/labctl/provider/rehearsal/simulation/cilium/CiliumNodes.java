package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.Infrastructure.Purpose;
import dev.labctl.ipam.IpAddress;
import dev.labctl.ipam.NodePools;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.kernel.ObjectStore;
import dev.labctl.provider.rehearsal.simulation.nodes.Nodes;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedNode;
import dev.labctl.tree.Tree;
import dev.labctl.tree.TreeBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The CiliumNode objects, by which agents and operator communicate (Cilium 1.18 {@code pkg/k8s/apis/cilium.io/v2/types.go}). */
public record CiliumNodes(ObjectStore store) {
    static final String API_VERSION = "cilium.io/v2";
    static final String KIND = "CiliumNode";

    static ObjectRef ref(String node) {
        return ObjectRef.ofCluster(API_VERSION, KIND, node);
    }

    Optional<KubeObject> get(String node) {
        return store.get(ref(node));
    }

    Collection<KubeObject> all() {
        return store.list(API_VERSION, KIND);
    }

    /**
     * What an agent makes of its node when it finds no CiliumNode.
     *
     * @param instance further parts of the spec, of a node that is an EC2 instance
     */
    void create(SimulatedNode node, List<Cidr> podCidrs, Map<String, Object> instance) {
        List<Object> addresses = new ArrayList<>();
        for (IpAddress address : node.addresses()) {
            addresses.add(Tree.of("type", "InternalIP", "ip", address.toString()));
        }
        Map<String, Object> plain = new TreeBuilder()
                .put("apiVersion", API_VERSION)
                .put("kind", KIND)
                .put("metadata.name", node.name())
                .put("metadata.labels", node.labels())
                .put("spec.addresses", addresses)
                .put("spec.health", Map.of())
                .put("spec.ingress", Map.of())
                .put("spec.ipam.podCIDRs", podCidrs.isEmpty() ? null : texts(podCidrs))
                .put("spec.ipam.pools", Map.of())
                .put("status", Map.of())
                .build();
        store.put(instance.isEmpty() ? plain : Tree.merge(plain, Tree.of("spec", instance)));
    }

    /** The addresses of a node, with the interface of each, and all its interfaces: the operator's part in mode eni. */
    void setInterfaces(String node, Map<IpAddress, String> pool, Map<String, Object> enis) {
        Map<String, Object> addresses = Tree.of();
        pool.forEach((address, resource) -> addresses.put(address.toString(), Tree.of("resource", resource)));
        store.change(ref(node), before -> {
            Map<String, Object> tree = Tree.with(before, addresses, "spec", "ipam", "pool");
            tree = Tree.with(tree, enis, "status", "eni", "enis");
            return Tree.with(tree, Tree.of(), "status", "ipam", "operator-status");
        });
    }

    /** The addresses of a node that are in use: the agent's part in mode eni. */
    void setUsed(String node, Map<String, Object> used) {
        store.change(ref(node), tree -> Tree.with(tree, used, "status", "ipam", "used"));
    }

    void setPodCidrs(String node, List<Cidr> cidrs) {
        store.change(ref(node), tree -> Tree.with(withoutError(tree), texts(cidrs), "spec", "ipam", "podCIDRs"));
    }

    /** What the operator could not do for the node; an empty text takes the error away. */
    void setError(String node, String error) {
        store.change(
                ref(node),
                tree -> error.isEmpty()
                        ? withoutError(tree)
                        : Tree.with(tree, error, "status", "ipam", "operator-status", "error"));
    }

    private static Map<String, Object> withoutError(Map<String, Object> tree) {
        return Tree.without(tree, "status", "ipam", "operator-status", "error");
    }

    /** What a node asks for of each pool, and the blocks that it keeps: the agent's part. */
    void setPools(String node, NodePools.Spec spec) {
        List<Object> requested = new ArrayList<>();
        spec.requested().forEach((pool, needed) -> {
            Map<String, Object> addresses = Tree.of();
            needed.forEach((family, count) -> addresses.put(family.key() + "-addrs", count));
            requested.add(Tree.of("pool", pool, "needed", addresses));
        });
        store.change(
                ref(node),
                tree -> withAllocated(
                        Tree.with(tree, requested, "spec", "ipam", "pools", "requested"), spec.allocated()));
    }

    /** The blocks that a node has from now on: the operator's part. */
    void setAllocated(String node, Map<String, List<Cidr>> allocated) {
        store.change(ref(node), tree -> withAllocated(tree, allocated));
    }

    private static Map<String, Object> withAllocated(Map<String, Object> tree, Map<String, List<Cidr>> allocated) {
        List<Object> pools = allocated.entrySet().stream()
                .<Object>map(pool -> Tree.of("pool", pool.getKey(), "cidrs", texts(pool.getValue())))
                .toList();
        return Tree.with(tree, pools, "spec", "ipam", "pools", "allocated");
    }

    /** The blocks that a node has, by pool. */
    static Map<String, List<Cidr>> allocated(KubeObject node) {
        Map<String, List<Cidr>> allocated = new LinkedHashMap<>();
        for (Object pool : node.list("spec", "ipam", "pools", "allocated")) {
            allocated.put(Tree.text(pool, "pool").orElse(""), Nodes.cidrs(pool, "cidrs"));
        }
        return allocated;
    }

    /** How many addresses a node requests, by pool. */
    static Map<String, Map<Family, Long>> requested(KubeObject node) {
        Map<String, Map<Family, Long>> requested = new LinkedHashMap<>();
        for (Object request : node.list("spec", "ipam", "pools", "requested")) {
            Map<Family, Long> needed = new EnumMap<>(Family.class);
            for (Family family : Family.values()) {
                Tree.number(request, "needed", family.key() + "-addrs").ifPresent(count -> needed.put(family, count));
            }
            requested.put(Tree.text(request, "pool").orElse(""), needed);
        }
        return requested;
    }

    /** The agent's own addresses. */
    void setOwn(String node, Map<Purpose, List<IpAddress>> own) {
        store.change(ref(node), before -> {
            List<Object> addresses = new ArrayList<>(Tree.list(before, "spec", "addresses"));
            addresses.removeIf(entry -> Tree.has(entry, "CiliumInternalIP", "type"));
            own.getOrDefault(Purpose.ROUTER, List.of())
                    .forEach(address -> addresses.add(Tree.of("type", "CiliumInternalIP", "ip", address.toString())));
            Map<String, Object> tree = Tree.with(before, addresses, "spec", "addresses");
            tree = Tree.with(tree, byFamily(own.getOrDefault(Purpose.HEALTH, List.of())), "spec", "health");
            return Tree.with(tree, byFamily(own.getOrDefault(Purpose.INGRESS, List.of())), "spec", "ingress");
        });
    }

    private static Map<String, Object> byFamily(List<IpAddress> addresses) {
        Map<String, Object> tree = Tree.of();
        addresses.forEach(address -> tree.put(address.family().key(), address.toString()));
        return tree;
    }

    static List<Cidr> podCidrs(KubeObject node) {
        return Nodes.cidrs(node.tree(), "spec", "ipam", "podCIDRs");
    }

    private static List<String> texts(List<Cidr> cidrs) {
        return cidrs.stream().map(Cidr::toString).toList();
    }
}
