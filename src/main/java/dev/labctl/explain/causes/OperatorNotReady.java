package dev.labctl.explain.causes;

import dev.labctl.cluster.Container;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;

/** No operator is ready, so nodes get no blocks of addresses. */
public record OperatorNotReady() implements Cause {
    @Override
    public void explain(ExplanationBuilder it) {
        ClusterIndex cluster = it.cluster();
        List<Pod> operators = cluster.operators();
        boolean starting = !operators.isEmpty()
                && operators.stream()
                        .allMatch(pod -> cluster.isRecent(pod.object().created())
                                && pod.containers().stream().noneMatch(Container::isCrashing));
        List<KubeObject> nodes = it.nodes().stream()
                .filter(node -> !cluster.agentReady(node.name()))
                .toList();
        it.severity(starting, "OPERATOR_NOT_READY")
                .nodeSymptom(nodes, "accepts no new pods")
                .cause(
                        starting
                                ? "Cilium's operator started a moment ago. It gives the nodes their blocks as soon as it is"
                                        + " ready."
                                : operators.isEmpty()
                                        ? "There is no pod of Cilium's operator, so the nodes get no blocks of addresses."
                                        : "Cilium's operator is not ready, so the nodes get no blocks of addresses.");
        for (Pod pod : operators) {
            pod.containers().forEach(container -> it.container(pod, container));
            it.lastWarning(pod.object());
        }
        if (!starting) {
            it.operatorLog("Read the operator's log: it exits if it cannot use the values")
                    .fix("Restore the lab's values of Cilium", it.lab().labctl("cilium-install"));
        }
    }
}
