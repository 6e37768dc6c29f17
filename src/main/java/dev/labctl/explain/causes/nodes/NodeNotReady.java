package dev.labctl.explain.causes.nodes;

import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.ExplanationBuilder;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;
import java.util.stream.Collectors;

/** The kubelet reports that its node cannot run pods, or reports nothing any more. */
public record NodeNotReady() implements Cause {
    /** The node controller's reason when a kubelet stops reporting (Kubernetes {@code pkg/controller/nodelifecycle}). */
    private static final String UNREACHABLE = "NodeStatusUnknown";

    @Override
    public void explain(ExplanationBuilder it) {
        List<KubeObject> nodes = it.affected().nodes().stream()
                .filter(node -> !node.conditionTrue("Ready"))
                .toList();
        boolean unreachable = nodes.stream().anyMatch(node -> node.condition("Ready")
                .filter(condition -> condition.reason().equals(UNREACHABLE))
                .isPresent());
        boolean joining = nodes.stream().allMatch(node -> it.cluster().isRecent(node.created()));
        it.noteIf(joining, "NODE_NOT_READY")
                .nodeSymptom(nodes, "is not ready")
                .cause(
                        unreachable
                                ? "The kubelet does not respond: the node is stopped, or cut off from the API server."
                                        + " Its pods count as not ready, and new pods go to other nodes."
                                : joining
                                        ? "It joined a moment ago and is not ready yet."
                                        : "The kubelet reports what is missing.")
                .evidence(nodes.stream().limit(3).flatMap(node -> Evidence.condition(node, "Ready").stream()));
        String names = nodes.stream().map(KubeObject::name).collect(Collectors.joining(" "));
        if (unreachable) {
            it.fix(
                    "If the node's container is stopped, start it again",
                    it.lab().kubectl().isEmpty() ? "" : "docker start " + names,
                    "The node and its pods are ready again a few seconds later.");
        } else if (!joining) {
            it.fix("See what else the node reports", it.lab().kubectl("describe node " + names));
        }
    }
}
