package dev.labctl.command;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What tests read of a cluster. */
final class Seen {
    private Seen() {}

    static List<KubeObject> all(KubeApi api, String apiVersion, String kind) {
        return api.list(apiVersion, kind, Optional.empty(), Map.of());
    }

    static List<KubeObject> nodes(KubeApi api) {
        return all(api, "v1", "Node");
    }

    static List<KubeObject> ciliumNodes(KubeApi api) {
        return all(api, "cilium.io/v2", "CiliumNode");
    }

    static List<KubeObject> pods(KubeApi api, String namespace, String app) {
        return api.list("v1", "Pod", Optional.of(namespace), Map.of("app", app));
    }

    static List<KubeObject> running(List<KubeObject> pods) {
        return pods.stream().filter(pod -> pod.conditionTrue("Ready")).toList();
    }

    static List<KubeObject> stuck(List<KubeObject> pods) {
        return pods.stream().filter(pod -> !pod.conditionTrue("Ready")).toList();
    }

    /** Pods that need an address, whether they have one or not. */
    static List<KubeObject> needy(KubeApi api) {
        return all(api, "v1", "Pod").stream()
                .filter(pod -> pod.text("spec", "hostNetwork").isEmpty())
                .toList();
    }

    static String node(KubeObject pod) {
        return pod.text("spec", "nodeName").orElse("");
    }

    static List<IpAddress> addresses(KubeObject pod) {
        return pod.list("status", "podIPs").stream()
                .map(entry -> IpAddress.parse(Tree.text(entry, "ip").orElseThrow()))
                .toList();
    }

    static List<Cidr> cidrs(KubeObject object, String... path) {
        return object.list(path).stream()
                .map(cidr -> Cidr.parse(String.valueOf(cidr)))
                .toList();
    }

    /** The blocks of each CiliumNode, of whatever pool. */
    static Map<String, List<Cidr>> blocks(KubeApi api) {
        Map<String, List<Cidr>> blocks = new TreeMap<>();
        ciliumNodes(api).forEach(node -> blocks.put(node.name(), cidrs(node, "spec", "ipam", "podCIDRs")));
        return blocks;
    }

    /** The node's blocks of a pool. */
    static List<Cidr> ofPool(KubeObject ciliumNode, String pool) {
        return ciliumNode.list("spec", "ipam", "pools", "allocated").stream()
                .filter(entry -> Tree.text(entry, "pool").filter(pool::equals).isPresent())
                .flatMap(entry -> Tree.list(entry, "cidrs").stream())
                .map(cidr -> Cidr.parse(String.valueOf(cidr)))
                .toList();
    }

    /** The node on which pods are that ask for a label of {@code kind.yaml}. */
    static String worker(KubeApi api, String label) {
        return nodes(api).stream()
                .filter(node -> label.equals(node.labels().get("labctl.dev/worker")))
                .map(KubeObject::name)
                .findFirst()
                .orElseThrow();
    }

    static Map<String, String> config(KubeApi api) {
        return api.get(ObjectRef.namespaced("v1", "ConfigMap", "kube-system", "cilium-config"))
                .orElseThrow()
                .texts("data");
    }

    /** The messages of a pod's events. */
    static List<String> events(KubeApi api, KubeObject pod) {
        return api.list("v1", "Event", Optional.of(pod.namespace().orElseThrow()), Map.of()).stream()
                .filter(event -> event.text("involvedObject", "uid")
                        .filter(pod.uid()::equals)
                        .isPresent())
                .map(event -> event.text("reason").orElse("") + ": "
                        + event.text("message").orElse(""))
                .toList();
    }
}
