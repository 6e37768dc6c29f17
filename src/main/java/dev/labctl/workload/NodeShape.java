package dev.labctl.workload;

import dev.labctl.lab.ClusterName;
import dev.labctl.lab.KindConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A node as the scheduler sees it; its kubelet takes {@code maxPods}, those on the host's network with them. */
public record NodeShape(
        String name, boolean controlPlane, Map<String, String> labels, List<Taint> taints, int maxPods) {
    /** kubelet's own (Kubernetes 1.33 {@code pkg/kubelet/apis/config/v1beta1/defaults.go}). */
    public static final int MAX_PODS = 110;

    private static final String HOSTNAME = "kubernetes.io/hostname";

    /**
     * The nodes that kind makes, in the order of its configuration: {@code NAME-control-plane}, {@code NAME-worker}, {@code
     * NAME-worker2} … (kind 0.33 {@code pkg/cluster/internal/providers/common/namer.go}).
     */
    public static List<NodeShape> ofKind(ClusterName cluster, List<KindConfig.Node> nodes) {
        Map<String, Integer> count = new LinkedHashMap<>();
        List<NodeShape> shapes = new ArrayList<>();
        for (KindConfig.Node node : nodes) {
            int number = count.merge(node.role(), 1, Integer::sum);
            String name = cluster + "-" + node.role() + (number == 1 ? "" : number);
            shapes.add(of(name, node.role().equals("control-plane"), node.labels(), nodes.size() == 1));
        }
        return shapes;
    }

    private static NodeShape of(String name, boolean controlPlane, Map<String, String> own, boolean alone) {
        Map<String, String> labels = new LinkedHashMap<>(own);
        labels.put(HOSTNAME, name);
        labels.put("kubernetes.io/os", "linux");
        if (controlPlane) {
            labels.put("node-role.kubernetes.io/control-plane", "");
        }
        return new NodeShape(
                name,
                controlPlane,
                labels,
                controlPlane && !alone ? List.of(Taint.CONTROL_PLANE) : List.of(),
                MAX_PODS);
    }

    public NodeShape withMaxPods(int pods) {
        return new NodeShape(name, controlPlane, labels, taints, pods);
    }

    /** A worker like those that kind makes, without labels of its own. */
    public static NodeShape worker(String name) {
        return of(name, false, Map.of(), false);
    }
}
