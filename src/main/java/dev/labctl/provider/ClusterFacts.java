package dev.labctl.provider;

import dev.labctl.failure.Wording;
import java.util.List;
import java.util.Map;

/**
 * What can be observed of a cluster, whatever created it.
 *
 * @param controlPlanes number of control-plane nodes
 * @param workers number of the other nodes
 * @param kubernetes version of the API server
 * @param families {@code ipv4}, {@code ipv6} or {@code dual}, as the nodes' pod CIDRs say
 * @param kubeProxy whether kube-proxy's DaemonSet is there
 * @param kindnet whether kind's own CNI is there, which no lab has
 * @param podCidrs of all nodes, as Kubernetes gave them
 * @param labels of each node
 * @param halted nodes that do not run, whatever the API server says of them
 * @param unread kinds that the reader may not read, and the server's answer; what they would say counts as not there
 */
public record ClusterFacts(
        int controlPlanes,
        int workers,
        String kubernetes,
        String families,
        boolean kubeProxy,
        boolean kindnet,
        List<String> podCidrs,
        List<Map<String, String>> labels,
        HaltedNodes halted,
        Map<String, String> unread) {
    public ClusterFacts {
        podCidrs = List.copyOf(podCidrs);
        labels = labels.stream().map(Map::copyOf).toList();
        unread = Map.copyOf(unread);
    }

    /** Those of a cluster whose nodes are not looked into. */
    public ClusterFacts(
            int controlPlanes, int workers, String kubernetes, String families, boolean kubeProxy, boolean kindnet) {
        this(
                controlPlanes,
                workers,
                kubernetes,
                families,
                kubeProxy,
                kindnet,
                List.of(),
                List.of(),
                HaltedNodes.NONE,
                Map.of());
    }

    public ClusterFacts with(HaltedNodes machines) {
        return new ClusterFacts(
                controlPlanes, workers, kubernetes, families, kubeProxy, kindnet, podCidrs, labels, machines, unread);
    }

    /** What was read of the cluster, in a sentence's words. */
    public String words() {
        return Wording.counted(controlPlanes, "control-plane node") + ", "
                + Wording.counted(workers, "worker node") + ", " + families + ", "
                + (kubeProxy ? "kube-proxy" : "no kube-proxy")
                + (podCidrs.isEmpty() ? "" : ", pod CIDRs " + Wording.names(podCidrs));
    }
}
