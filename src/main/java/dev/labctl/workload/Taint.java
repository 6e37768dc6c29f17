package dev.labctl.workload;

import dev.labctl.lab.NodeTaint;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;

/**
 * Keeps pods off a node that do not tolerate it.
 *
 * @param value may be empty
 * @param effect {@code NoSchedule}, {@code PreferNoSchedule} or {@code NoExecute}
 */
public record Taint(String key, String value, String effect) {
    /** On control planes of kubeadm's; kind takes it away where there is no other node. */
    public static final Taint CONTROL_PLANE = of(NodeTaint.CONTROL_PLANE);

    /** As long as a node has no network (Kubernetes 1.33 {@code pkg/controller/nodelifecycle}). */
    public static final Taint NOT_READY = new Taint("node.kubernetes.io/not-ready", "", "NoSchedule");

    /** On nodes whose Cilium agent does not run yet (Cilium 1.18 {@code operator/watchers/node_taint.go}). */
    public static final Taint AGENT_NOT_READY = new Taint("node.cilium.io/agent-not-ready", "", "NoSchedule");

    private static Taint of(NodeTaint taint) {
        return new Taint(taint.key(), taint.value(), taint.effect());
    }

    /** Those that a lab's files give to nodes. */
    public static List<Taint> of(List<NodeTaint> taints) {
        return taints.stream().map(Taint::of).toList();
    }

    /** Those of a Node object. */
    public static List<Taint> ofNode(Object node) {
        return Tree.list(node, "spec", "taints").stream()
                .map(taint -> new Taint(
                        Tree.text(taint, "key").orElse(""),
                        Tree.text(taint, "value").orElse(""),
                        Tree.text(taint, "effect").orElse("")))
                .toList();
    }

    /** As it stands in a Node object. */
    public Map<String, Object> tree() {
        return Tree.of("key", key, "value", value.isEmpty() ? null : value, "effect", effect);
    }

    /** The scheduler's words for a pod that it keeps off. */
    public String refusal() {
        return "node(s) had untolerated taint {" + key + ": " + value + "}";
    }
}
