package dev.labctl.explain.causes.nodes;

import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.ExplanationBuilder;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;

/**
 * The nodes wait for a network plugin.
 *
 * @param installed whether Cilium is installed, and only its agent is not there yet
 */
public record CniNotReady(boolean installed) implements Cause {
    @Override
    public void explain(ExplanationBuilder it) {
        List<KubeObject> nodes = it.affected().nodes();
        it.error("CNI_NOT_READY")
                .nodeSymptom(nodes, "is not ready")
                .cause(
                        installed
                                ? "Cilium is installed, but its agent has not set up the network here yet."
                                : "There is no network plugin, because Cilium is not installed. Until it is, only pods in"
                                        + " the host network run.")
                .evidence(nodes.stream().limit(1).flatMap(node -> Evidence.condition(node, "Ready").stream()));
        if (installed) {
            it.fix("Check the agents", it.lab().kubectl("-n kube-system get pods -l k8s-app=cilium -o wide"));
        } else {
            it.evidence("ConfigMap kube-system/cilium-config and DaemonSet kube-system/cilium do not exist")
                    .fix(
                            "Install Cilium",
                            it.lab().labctl("cilium-install"),
                            "The nodes become ready, and the waiting pods run.");
        }
    }
}
