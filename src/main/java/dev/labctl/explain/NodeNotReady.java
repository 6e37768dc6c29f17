package dev.labctl.explain;

import dev.labctl.explain.Explanation.Severity;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;
import java.util.stream.Collectors;

/** The kubelet says that its node cannot run pods, or says nothing any more. */
record NodeNotReady() implements Cause {
    /** The node controller's words when a kubelet is silent (Kubernetes {@code pkg/controller/nodelifecycle}). */
    private static final String SILENT = "NodeStatusUnknown";

    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        List<KubeObject> nodes = nodes(victims, clues);
        boolean silent = nodes.stream().anyMatch(node -> node.condition("Ready")
                .filter(condition -> condition.reason().equals(SILENT))
                .isPresent());
        boolean joining = nodes.stream().allMatch(node -> clues.young(node.created()));
        Draft draft = Draft.of(joining ? Severity.NOTE : Severity.ERROR, "NODE_NOT_READY", victims)
                .symptom(AgentNotReady.nodesAndPods(nodes, "is not ready", "are not ready", victims, clues))
                .cause(
                        silent
                                ? "The kubelet does not answer: the node is stopped, or cut off from the API server."
                                        + " The pods on it count as not ready, and new ones go elsewhere."
                                : joining
                                        ? "Joined a moment ago, and not ready yet."
                                        : "The kubelet says what it lacks.")
                .evidence(nodes.stream().limit(3).flatMap(node -> Quote.condition(node, "Ready").stream()));
        String names = nodes.stream().map(KubeObject::name).collect(Collectors.joining(" "));
        if (silent) {
            draft.advise(
                    "Start the node again if its container is stopped",
                    clues.lab().kubectl().isEmpty() ? "" : "docker start " + names,
                    "It is ready again a few seconds later, and its pods with it.");
        } else if (!joining) {
            draft.advise("See what else the node says", clues.lab().kubectl("describe node " + names));
        }
        return draft.done();
    }

    private static List<KubeObject> nodes(AffectedObjects victims, ClusterIndex clues) {
        return AgentNotReady.nodes(victims, clues).stream()
                .filter(node -> !node.conditionTrue("Ready"))
                .toList();
    }
}
