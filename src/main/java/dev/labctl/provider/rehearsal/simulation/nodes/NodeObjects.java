package dev.labctl.provider.rehearsal.simulation.nodes;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.IpAddress;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock;
import dev.labctl.tree.Tree;
import dev.labctl.workload.Taint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Node objects as the kubelet and the controllers write them. Pure, but for the time. */
public final class NodeObjects {
    /** What the kubelet says as long as there is no network (Kubernetes 1.33 {@code pkg/kubelet/kubelet_node_status.go}). */
    public static final String NO_NETWORK = "container runtime network not ready: NetworkReady=false"
            + " reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized";

    private final VirtualClock time;
    private final Blueprint blueprint;

    NodeObjects(VirtualClock time, Blueprint blueprint) {
        this.time = time;
        this.blueprint = blueprint;
    }

    /** A node that has just joined. */
    Map<String, Object> joined(SimulatedNode node, List<Cidr> podCidrs) {
        List<String> cidrs = podCidrs.stream().map(Cidr::toString).toList();
        return Tree.of(
                "apiVersion", "v1",
                "kind", "Node",
                "metadata", Tree.of("name", node.name(), "labels", labels(node)),
                "spec",
                        Tree.of(
                                "podCIDR",
                                cidrs.isEmpty() ? null : cidrs.get(0),
                                "podCIDRs",
                                cidrs.isEmpty() ? null : cidrs,
                                "providerID",
                                "kind://docker/" + blueprint.cluster() + "/" + node.name(),
                                "taints",
                                taints(node)),
                "status",
                        Tree.of(
                                "addresses", addresses(node),
                                "capacity",
                                        Map.of(
                                                "pods",
                                                Long.toString(node.blueprint().maxPods())),
                                "allocatable",
                                        Map.of(
                                                "pods",
                                                Long.toString(node.blueprint().maxPods())),
                                "conditions", conditions(),
                                "nodeInfo",
                                        Tree.of(
                                                "kubeletVersion", blueprint.version(),
                                                "operatingSystem", "linux",
                                                "architecture", "amd64")));
    }

    private Map<String, String> labels(SimulatedNode node) {
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

    /** kind takes the taint off the control plane where there is no other node (kind {@code pkg/cluster}). */
    private List<Object> taints(SimulatedNode node) {
        List<Object> taints = new ArrayList<>();
        if (node.blueprint().controlPlane() && blueprint.nodes().size() > 1) {
            taints.add(Taint.CONTROL_PLANE.tree());
        }
        taints.add(Taint.NOT_READY.tree());
        return taints;
    }

    private static List<Object> addresses(SimulatedNode node) {
        List<Object> addresses = new ArrayList<>();
        for (IpAddress address : node.addresses()) {
            addresses.add(Tree.of("type", "InternalIP", "address", address.toString()));
        }
        addresses.add(Tree.of("type", "Hostname", "address", node.name()));
        return addresses;
    }

    private List<Object> conditions() {
        return List.of(
                condition(
                        "MemoryPressure",
                        "False",
                        "KubeletHasSufficientMemory",
                        "kubelet has sufficient memory available"),
                condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
                condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
                condition("Ready", "False", "KubeletNotReady", NO_NETWORK));
    }

    private Map<String, Object> condition(String type, String status, String reason, String message) {
        return Tree.of(
                "type", type,
                "status", status,
                "lastTransitionTime", time.now(),
                "reason", reason,
                "message", message);
    }

    /** The Node with its network there, or gone. */
    Map<String, Object> withNetwork(Map<String, Object> node, boolean network) {
        Map<String, Object> changed = withCondition(
                node,
                network
                        ? condition("Ready", "True", "KubeletReady", "kubelet is posting ready status")
                        : condition("Ready", "False", "KubeletNotReady", NO_NETWORK));
        return withTaint(changed, Taint.NOT_READY, !network);
    }

    /** The Node with the condition that Cilium's agent sets once it works (Cilium 1.18 {@code pkg/k8s/client}). */
    Map<String, Object> withCilium(Map<String, Object> node) {
        return withCondition(
                node, condition("NetworkUnavailable", "False", "CiliumIsUp", "Cilium is running on this node"));
    }

    /** The tree with the condition in the place of the one of its type; a status that stays keeps its time. */
    static Map<String, Object> withCondition(Map<String, Object> tree, Map<String, Object> condition) {
        List<Object> conditions = new ArrayList<>();
        boolean found = false;
        for (Object old : Tree.list(tree, "status", "conditions")) {
            if (old instanceof Map<?, ?> map && map.get("type").equals(condition.get("type"))) {
                found = true;
                boolean same = map.get("status").equals(condition.get("status"));
                conditions.add(
                        same ? Tree.with(condition, map.get("lastTransitionTime"), "lastTransitionTime") : condition);
            } else {
                conditions.add(old);
            }
        }
        if (!found) {
            conditions.add(condition);
        }
        return Tree.with(tree, conditions, "status", "conditions");
    }

    /** The Node with a taint on it, or off it. */
    static Map<String, Object> withTaint(Map<String, Object> node, Taint taint, boolean on) {
        List<Object> taints = new ArrayList<>(Tree.list(node, "spec", "taints"));
        taints.removeIf(old -> Tree.text(old, "key").filter(taint.key()::equals).isPresent());
        if (on) {
            taints.add(taint.tree());
        }
        return taints.isEmpty() ? Tree.without(node, "spec", "taints") : Tree.with(node, taints, "spec", "taints");
    }
}
