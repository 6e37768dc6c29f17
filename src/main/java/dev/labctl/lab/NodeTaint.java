package dev.labctl.lab;

/**
 * A taint that a lab's files give to nodes.
 *
 * @param value may be empty
 */
public record NodeTaint(String key, String value, String effect) {
    /** On control planes, unless their configuration has other taints. */
    public static final NodeTaint CONTROL_PLANE =
            new NodeTaint("node-role.kubernetes.io/control-plane", "", "NoSchedule");

    /** As a kubelet's flag has it, {@code KEY=VALUE:EFFECT} or {@code KEY:EFFECT}. */
    static NodeTaint parse(String text) {
        int colon = text.lastIndexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        int equals = name.indexOf('=');
        return new NodeTaint(
                equals < 0 ? name : name.substring(0, equals),
                equals < 0 ? "" : name.substring(equals + 1),
                colon < 0 ? "" : text.substring(colon + 1));
    }
}
