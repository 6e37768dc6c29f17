package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;

/** What keeps pods off a node. */
record Taint(String key, String value, String effect) {
    static final String CONTROL_PLANE = "node-role.kubernetes.io/control-plane";

    /** As long as a node has no network (Kubernetes {@code pkg/controller/nodelifecycle}). */
    static final String NOT_READY = "node.kubernetes.io/not-ready";

    /** Set and removed by Cilium's operator (Cilium 1.18 {@code operator/watchers/node_taint.go}). */
    static final String AGENT_NOT_READY = "node.cilium.io/agent-not-ready";

    static List<Taint> of(Object node) {
        return Tree.list(node, "spec", "taints").stream()
                .map(taint -> new Taint(
                        Tree.text(taint, "key").orElse(""),
                        Tree.text(taint, "value").orElse(""),
                        Tree.text(taint, "effect").orElse("")))
                .toList();
    }

    Map<String, Object> tree() {
        return Trees.of("key", key, "value", value.isEmpty() ? null : value, "effect", effect);
    }

    /** Whether it keeps new pods off, and not only unwanted. */
    boolean bars() {
        return effect.equals("NoSchedule") || effect.equals("NoExecute");
    }

    /** Whether a toleration of a pod ({@code spec.tolerations}) lets the pod onto the node all the same. */
    boolean toleratedBy(Object toleration) {
        String wantedEffect = Tree.text(toleration, "effect").orElse("");
        if (!wantedEffect.isEmpty() && !wantedEffect.equals(effect)) {
            return false;
        }
        String wantedKey = Tree.text(toleration, "key").orElse("");
        if (!wantedKey.isEmpty() && !wantedKey.equals(key)) {
            return false;
        }
        boolean exists = Tree.text(toleration, "operator").orElse("Equal").equals("Exists");
        return exists
                || (!wantedKey.isEmpty()
                        && value.equals(Tree.text(toleration, "value").orElse("")));
    }

    /** As kube-scheduler's messages have it. */
    @Override
    public String toString() {
        return "{" + key + ": " + value + "}";
    }
}
