package dev.labctl.provider.rehearsal.simulation.nodes;

import dev.labctl.cluster.ExternalAddresses;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.IpAddress;
import dev.labctl.provider.rehearsal.simulation.kernel.Kernel;
import dev.labctl.tree.Tree;
import dev.labctl.tree.TreeBuilder;
import dev.labctl.workload.Taint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Node objects as the kubelet and the controllers write them. Pure, but for the time. */
public record NodeObjects(Kernel kernel, Blueprint blueprint) {
    /** What the kubelet says as long as there is no network (Kubernetes 1.33 {@code pkg/kubelet/kubelet_node_status.go}). */
    public static final String NO_NETWORK = "container runtime network not ready: NetworkReady=false"
            + " reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized";

    /** A node that has just joined. */
    Map<String, Object> joined(SimulatedNode node, List<Cidr> podCidrs) {
        List<String> cidrs = podCidrs.stream().map(Cidr::toString).toList();
        String pods = Long.toString(node.blueprint().maxPods());
        return new TreeBuilder()
                .put("apiVersion", "v1")
                .put("kind", "Node")
                .put("metadata.name", node.name())
                .put("metadata.labels", labels(node))
                .put("metadata.annotations", Map.of(ExternalAddresses.REHEARSED, "true"))
                .put("spec.podCIDR", cidrs.isEmpty() ? null : cidrs.get(0))
                .put("spec.podCIDRs", cidrs.isEmpty() ? null : cidrs)
                .put("spec.providerID", providerId(node))
                .put("spec.taints", taints(node))
                .put("status.addresses", addresses(node))
                .put("status.capacity.pods", pods)
                .put("status.allocatable.pods", pods)
                .put("status.conditions", conditions())
                .put("status.nodeInfo.kubeletVersion", blueprint.version())
                .put("status.nodeInfo.operatingSystem", "linux")
                .put("status.nodeInfo.architecture", "amd64")
                .build();
    }

    private static Map<String, String> labels(SimulatedNode node) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("kubernetes.io/arch", "amd64");
        labels.put("kubernetes.io/hostname", node.name());
        labels.put("kubernetes.io/os", "linux");
        if (node.blueprint().controlPlane()) {
            labels.put("node-role.kubernetes.io/control-plane", "");
            labels.put("node.kubernetes.io/exclude-from-external-load-balancers", "");
        }
        labels.putAll(node.blueprint().labels());
        return labels;
    }

    private String providerId(SimulatedNode node) {
        return node.blueprint()
                .instance()
                .flatMap(own -> blueprint
                        .vpc()
                        .map(vpc -> "aws:///" + own.zoneName(vpc.region()) + "/" + Instance.id("i", node.name())))
                .orElseGet(() -> "kind://docker/" + blueprint.cluster() + "/" + node.name());
    }

    private static List<Object> taints(SimulatedNode node) {
        List<Object> taints = new ArrayList<>();
        node.blueprint().taints().forEach(taint -> taints.add(taint.tree()));
        taints.add(Taint.NOT_READY.tree());
        node.blueprint().instance().ifPresent(own -> own.taints().forEach(taint -> taints.add(taint.tree())));
        return taints;
    }

    private static List<Object> addresses(SimulatedNode node) {
        List<Object> addresses = new ArrayList<>();
        for (IpAddress address : node.addresses()) {
            addresses.add(Tree.of("type", "InternalIP", "address", address.toString()));
        }
        addresses.add(Tree.of("type", "Hostname", "address", node.name()));
        if (node.blueprint().instance().isPresent()) {
            addresses.add(Tree.of("type", "InternalDNS", "address", node.name()));
        }
        return addresses;
    }

    private List<Object> conditions() {
        return List.of(
                kernel.condition(
                        "MemoryPressure",
                        false,
                        "KubeletHasSufficientMemory",
                        "kubelet has sufficient memory available"),
                kernel.condition("DiskPressure", false, "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
                kernel.condition(
                        "PIDPressure", false, "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
                ready(false));
    }

    private Map<String, Object> ready(boolean network) {
        return network
                ? kernel.condition("Ready", true, "KubeletReady", "kubelet is posting ready status")
                : kernel.condition("Ready", false, "KubeletNotReady", NO_NETWORK);
    }

    /** The Node with its network there, or gone. */
    Map<String, Object> withNetwork(Map<String, Object> node, boolean network) {
        return withTaint(Kernel.withCondition(node, ready(network)), Taint.NOT_READY, !network);
    }

    /** The Node with the condition that Cilium's agent sets once it works (Cilium 1.18 {@code pkg/k8s/client}). */
    Map<String, Object> withCilium(Map<String, Object> node) {
        return Kernel.withCondition(
                node, kernel.condition("NetworkUnavailable", false, "CiliumIsUp", "Cilium is running on this node"));
    }

    /** The Node with a taint on it, or off it. */
    static Map<String, Object> withTaint(Map<String, Object> node, Taint taint, boolean on) {
        List<Object> taints = new ArrayList<>(Tree.list(node, "spec", "taints"));
        taints.removeIf(old -> Tree.has(old, taint.key(), "key"));
        if (on) {
            taints.add(taint.tree());
        }
        return taints.isEmpty() ? Tree.without(node, "spec", "taints") : Tree.with(node, taints, "spec", "taints");
    }
}
