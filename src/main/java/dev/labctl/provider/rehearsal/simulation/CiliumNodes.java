package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Infrastructure.Purpose;
import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The CiliumNode objects, over which agents and operator talk (Cilium 1.18 {@code pkg/k8s/apis/cilium.io/v2/types.go}). */
final class CiliumNodes {
    static final String API_VERSION = "cilium.io/v2";
    static final String KIND = "CiliumNode";

    private final ObjectStore store;

    CiliumNodes(ObjectStore store) {
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
            addresses.add(Trees.of("type", "InternalIP", "ip", address.toString()));
        }
        store.put(Trees.of(
                "apiVersion", API_VERSION,
                "kind", KIND,
                "metadata", Trees.of("name", node.name(), "labels", node.labels()),
                "spec",
                        Trees.of(
                                "addresses", addresses,
                                "health", Map.of(),
                                "ingress", Map.of(),
                                "ipam",
                                        Trees.of(
                                                "podCIDRs",
                                                podCidrs.isEmpty() ? null : texts(podCidrs),
                                                "pools",
                                                Map.of())),
                "status", Map.of()));
    }

    void setPodCidrs(String node, List<Cidr> cidrs) {
        get(node)
                .ifPresent(object ->
                        store.put(Trees.with(withoutError(object.tree()), texts(cidrs), "spec", "ipam", "podCIDRs")));
    }

    /** What the operator could not do for the node; an empty text takes the error away. */
    void setError(String node, String error) {
        get(node)
                .ifPresent(object -> store.put(
                        error.isEmpty()
                                ? withoutError(object.tree())
                                : Trees.with(object.tree(), error, "status", "ipam", "operator-status", "error")));
    }

    private static Map<String, Object> withoutError(Map<String, Object> tree) {
        return Trees.without(tree, "status", "ipam", "operator-status", "error");
    }

    void setPools(String node, String part, List<Object> pools) {
        get(node).ifPresent(object -> store.put(Trees.with(object.tree(), pools, "spec", "ipam", "pools", part)));
    }

    /** The agent's own addresses. */
    void setOwn(String node, Map<Purpose, List<IpAddress>> own) {
        get(node).ifPresent(object -> {
            List<Object> addresses = new ArrayList<>(object.list("spec", "addresses"));
            addresses.removeIf(entry ->
                    Tree.text(entry, "type").filter("CiliumInternalIP"::equals).isPresent());
            own.getOrDefault(Purpose.ROUTER, List.of())
                    .forEach(address -> addresses.add(Trees.of("type", "CiliumInternalIP", "ip", address.toString())));
            Map<String, Object> tree = Trees.with(object.tree(), addresses, "spec", "addresses");
            tree = Trees.with(tree, byFamily(own.getOrDefault(Purpose.HEALTH, List.of())), "spec", "health");
            store.put(Trees.with(tree, byFamily(own.getOrDefault(Purpose.INGRESS, List.of())), "spec", "ingress"));
        });
    }

    private static Map<String, Object> byFamily(List<IpAddress> addresses) {
        Map<String, Object> tree = Trees.of();
        addresses.forEach(address -> tree.put(key(address), address.toString()));
        return tree;
    }

    private static String key(IpAddress address) {
        return switch (address.family()) {
            case IPV4 -> "ipv4";
            case IPV6 -> "ipv6";
        };
    }

    /** Reads the agent's own addresses back. */
    static void restoreOwn(KubeObject node, NodeIpam ipam) {
        for (Object entry : node.list("spec", "addresses")) {
            if (Tree.text(entry, "type").filter("CiliumInternalIP"::equals).isPresent()) {
                ipam.restore(
                        Purpose.ROUTER, IpAddress.parse(Tree.text(entry, "ip").orElseThrow()));
            }
        }
        node.texts("spec", "health").values().forEach(ip -> ipam.restore(Purpose.HEALTH, IpAddress.parse(ip)));
        node.texts("spec", "ingress").values().forEach(ip -> ipam.restore(Purpose.INGRESS, IpAddress.parse(ip)));
    }

    static List<Cidr> podCidrs(KubeObject node) {
        return node.list("spec", "ipam", "podCIDRs").stream()
                .map(cidr -> Cidr.parse(String.valueOf(cidr)))
                .toList();
    }

    private static List<String> texts(List<Cidr> cidrs) {
        return cidrs.stream().map(Cidr::toString).toList();
    }
}
