package dev.labctl.workload;

/**
 * Keeps pods off a node that do not tolerate it.
 *
 * @param effect {@code NoSchedule}, {@code PreferNoSchedule} or {@code NoExecute}
 */
public record Taint(String key, String value, String effect) {
    /** On control planes of kubeadm's; kind takes it away where there is no other node. */
    public static final Taint CONTROL_PLANE = new Taint("node-role.kubernetes.io/control-plane", "", "NoSchedule");

    /** On nodes whose Cilium agent does not run yet (Cilium 1.18 {@code operator/watchers/node_taint.go}). */
    public static final Taint AGENT_NOT_READY = new Taint("node.cilium.io/agent-not-ready", "", "NoSchedule");

    /** Whether it keeps pods off, rather than only making the node less liked. */
    public boolean repels() {
        return !effect.equals("PreferNoSchedule");
    }
}
