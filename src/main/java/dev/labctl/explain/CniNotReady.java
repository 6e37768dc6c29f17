package dev.labctl.explain;

import dev.labctl.kubernetes.KubeObject;
import java.util.List;

/**
 * The nodes wait for a network plugin.
 *
 * @param installed whether Cilium is there, and only its agent has not come yet
 */
record CniNotReady(boolean installed) implements Cause {
    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        List<KubeObject> nodes = AgentNotReady.nodes(victims, clues);
        Draft draft = Draft.error("CNI_NOT_READY", victims)
                .symptom(AgentNotReady.nodesAndPods(nodes, "is not ready", "are not ready", victims, clues))
                .cause(
                        installed
                                ? "Cilium is installed, but its agent has not set up the network here yet."
                                : "There is no network plugin: Cilium is not installed. Until it is, only pods of the"
                                        + " node's own network run.")
                .evidence(nodes.stream().limit(1).flatMap(node -> Quote.condition(node, "Ready").stream()));
        if (installed) {
            return draft.advise(
                            "Look at the agents",
                            clues.lab().kubectl("-n kube-system get pods -l k8s-app=cilium -o wide"))
                    .done();
        }
        return draft.evidence("ConfigMap kube-system/cilium-config and DaemonSet kube-system/cilium: not there")
                .advise(
                        "Install Cilium",
                        clues.lab().labctl("cilium-install"),
                        "The nodes get ready, and the pods that wait run.")
                .done();
    }
}
