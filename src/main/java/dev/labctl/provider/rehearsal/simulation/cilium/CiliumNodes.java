package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.Infrastructure.Purpose;
import dev.labctl.ipam.IpAddress;
import dev.labctl.ipam.NodePools;
import dev.labctl.ipam.PoolAllocation;
import dev.labctl.ipam.PoolRequest;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.kernel.ObjectStore;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedNode;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The CiliumNode objects, by which agents and operator communicate (Cilium 1.18 {@code pkg/k8s/apis/cilium.io/v2/types.go}). */
public final class CiliumNodes {
    static final String API_VERSION = "cilium.io/v2";
    static final String KIND = "CiliumNode";

    private final ObjectStore store;

    public CiliumNodes(ObjectStore store) {
        this.store = store;
    }

    static ObjectRef ref(String node) {
        return ObjectRef.ofCluster(API_VERSION, KIND, node);
    }

    Optional<KubeObject> get(String node) {
        return store.get(ref(node));
    }

    Collection<KubeObject> all() {
        return store.list(API_VERSION, KIND);
    }

    /** What an agent makes of its node when it finds no CiliumNode. */
    void create(SimulatedNode node, List<Cidr> podCidrs) {
        List<Object> addresses = new ArrayList<>();
        for (IpAddress address : node.addresses()) {
            addresses.add(Tree.of("type", "InternalIP", "ip", address.toString()));
        }
        store.put(Tree.ofPaths(
                "apiVersion", API_VERSION,
                "kind", KIND,
                "metadata.name", node.name(),
                "metadata.labels", node.labels(),
                "spec.addresses", addresses,
                "spec.health", Map.of(),
                "spec.ingress", Map.of(),
                "spec.ipam.podCIDRs", podCidrs.isEmpty() ? null : texts(podCidrs),
                "spec.ipam.pools", Map.of(),
                "status", Map.of()));
    }

    void setPodCidrs(String node, List<Cidr> cidrs) {
        get(node)
                .ifPresent(object ->
                        store.put(Tree.with(withoutError(object.tree()), texts(cidrs), "spec", "ipam", "podCIDRs")));
    }

    /** What the operator could not do for the node; an empty text takes the error away. */
    void setError(String node, String error) {
        get(node)
                .ifPresent(object -> store.put(
                        error.isEmpty()
                                ? withoutError(object.tree())
                                : Tree.with(object.tree(), error, "status", "ipam", "operator-status", "error")));
    }

    private static Map<String, Object> withoutError(Map<String, Object> tree) {
        return Tree.without(tree, "status", "ipam", "operator-status", "error");
    }

    /** What a node asks for of each pool, and the blocks that it keeps: the agent's part. */
    void setPools(String node, NodePools.Spec spec) {
        List<Object> requested = new ArrayList<>();
        for (PoolRequest request : spec.requested()) {
            Map<String, Object> needed = Tree.of();
            request.needed().forEach((family, count) -> needed.put(key(family) + "-addrs", count));
            requested.add(Tree.of("pool", request.pool(), "needed", needed));
        }
        get(node).ifPresent(object -> {
            Map<String, Object> tree = Tree.with(object.tree(), requested, "spec", "ipam", "pools", "requested");
            store.put(Tree.with(tree, allocations(spec.allocated()), "spec", "ipam", "pools", "allocated"));
        });
    }

    /** The blocks that a node has from now on: the operator's part. */
    void setAllocated(String node, List<PoolAllocation> allocated) {
        get(node)
                .ifPresent(object -> store.put(
                        Tree.with(object.tree(), allocations(allocated), "spec", "ipam", "pools", "allocated")));
    }

    private static List<Object> allocations(List<PoolAllocation> allocated) {
        return allocated.stream()
                .<Object>map(pool -> Tree.of("pool", pool.pool(), "cidrs", texts(pool.cidrs())))
                .toList();
    }

    static List<PoolAllocation> allocated(KubeObject node) {
        return node.list("spec", "ipam", "pools", "allocated").stream()
                .map(pool -> new PoolAllocation(
                        Tree.text(pool, "pool").orElse(""),
                        Tree.list(pool, "cidrs").stream()
                                .flatMap(cidr -> Cidr.readMasked(String.valueOf(cidr)).stream())
                                .toList()))
                .toList();
    }

    static List<PoolRequest> requested(KubeObject node) {
        List<PoolRequest> requests = new ArrayList<>();
        for (Object request : node.list("spec", "ipam", "pools", "requested")) {
            Map<Family, Long> needed = new EnumMap<>(Family.class);
            for (Family family : Family.values()) {
                Tree.number(request, "needed", key(family) + "-addrs").ifPresent(count -> needed.put(family, count));
            }
            requests.add(new PoolRequest(Tree.text(request, "pool").orElse(""), needed));
        }
        return requests;
    }

    /** The agent's own addresses. */
    void setOwn(String node, Map<Purpose, List<IpAddress>> own) {
        get(node).ifPresent(object -> {
            List<Object> addresses = new ArrayList<>(object.list("spec", "addresses"));
            addresses.removeIf(entry -> Tree.has(entry, "CiliumInternalIP", "type"));
            own.getOrDefault(Purpose.ROUTER, List.of())
                    .forEach(address -> addresses.add(Tree.of("type", "CiliumInternalIP", "ip", address.toString())));
            Map<String, Object> tree = Tree.with(object.tree(), addresses, "spec", "addresses");
            tree = Tree.with(tree, byFamily(own.getOrDefault(Purpose.HEALTH, List.of())), "spec", "health");
            store.put(Tree.with(tree, byFamily(own.getOrDefault(Purpose.INGRESS, List.of())), "spec", "ingress"));
        });
    }

    private static Map<String, Object> byFamily(List<IpAddress> addresses) {
        Map<String, Object> tree = Tree.of();
        addresses.forEach(address -> tree.put(key(address.family()), address.toString()));
        return tree;
    }

    private static String key(Family family) {
        return switch (family) {
            case IPV4 -> "ipv4";
            case IPV6 -> "ipv6";
        };
    }

    static List<Cidr> podCidrs(KubeObject node) {
        return node.list("spec", "ipam", "podCIDRs").stream()
                .flatMap(cidr -> Cidr.readMasked(String.valueOf(cidr)).stream())
                .toList();
    }

    private static List<String> texts(List<Cidr> cidrs) {
        return cidrs.stream().map(Cidr::toString).toList();
    }
}
