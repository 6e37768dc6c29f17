package dev.labctl.workload;

import dev.labctl.lab.ClusterName;
import dev.labctl.lab.KindConfig;
import dev.labctl.lab.KubeadmConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A node as the scheduler sees it; its kubelet takes {@code maxPods}, those on the host's network with them. */
public record NodeShape(
        String name, boolean controlPlane, Map<String, String> labels, List<Taint> taints, int maxPods) {
    /** The kubelet's own limit. */
    public static final int MAX_PODS = KubeadmConfig.MAX_PODS;

    private static final String HOSTNAME = "kubernetes.io/hostname";

    /** The nodes that kind makes, in the order of its configuration. */
    public static List<NodeShape> ofKind(ClusterName cluster, KindConfig kind) {
        return kind.kubeadm().nodes().stream().map(node -> of(cluster, node)).toList();
    }

    private static NodeShape of(ClusterName cluster, KubeadmConfig.Node node) {
        NodeShape plain = worker(cluster + "-" + node.name());
        Map<String, String> labels = new LinkedHashMap<>(node.labels());
        labels.putAll(plain.labels());
        if (node.controlPlane()) {
            labels.put("node-role.kubernetes.io/control-plane", "");
        }
        // Cilium takes its own taint away as soon as the node can have pods.
        List<Taint> taints = Taint.of(node.taints()).stream()
                .filter(taint -> !taint.key().equals(Taint.AGENT_NOT_READY.key()))
                .toList();
        return new NodeShape(plain.name(), node.controlPlane(), labels, taints, node.maxPods());
    }

    /** With a taint beside its own. */
    public NodeShape withTaint(Taint taint) {
        return new NodeShape(
                name,
                controlPlane,
                labels,
                Stream.concat(taints.stream(), Stream.of(taint)).toList(),
                maxPods);
    }

    /** Its labels but the one that no other node has. */
    public Map<String, String> labelsBesideName() {
        Map<String, String> others = new LinkedHashMap<>(labels);
        others.remove(HOSTNAME);
        return others;
    }

    public NodeShape withMaxPods(int pods) {
        return new NodeShape(name, controlPlane, labels, taints, pods);
    }

    /** A worker like those that kind makes, without labels of its own. */
    public static NodeShape worker(String name) {
        Map<String, String> labels = Map.of(HOSTNAME, name, "kubernetes.io/os", "linux");
        return new NodeShape(name, false, labels, List.of(), MAX_PODS);
    }
}
