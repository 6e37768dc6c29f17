package dev.labctl.explain;

import dev.labctl.explain.Explanation.Severity;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;

/** No operator is ready: nobody gives blocks to nodes. */
record OperatorNotReady() implements Cause {
    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        List<KubeObject> operators = clues.operators();
        boolean starting = !operators.isEmpty()
                && operators.stream()
                        .allMatch(pod -> clues.young(pod.created())
                                && ClusterIndex.containers(pod).stream()
                                        .allMatch(status -> !ContainerRules.crashed(status)));
        List<KubeObject> nodes = AgentNotReady.nodes(victims, clues).stream()
                .filter(node ->
                        clues.nodeCause(node.name()).filter(this::equals).isPresent())
                .toList();
        Draft draft = Draft.of(starting ? Severity.NOTE : Severity.ERROR, "OPERATOR_NOT_READY", victims)
                .symptom(AgentNotReady.nodesAndPods(nodes, "takes no pods", "take no pods", victims, clues))
                .cause(
                        starting
                                ? "Cilium's operator has started a moment ago; it gives the nodes their blocks as soon as it"
                                        + " is ready."
                                : operators.isEmpty()
                                        ? "There is no pod of Cilium's operator, so nobody gives the nodes their blocks."
                                        : "Cilium's operator is not ready, so nobody gives the nodes their blocks.");
        for (KubeObject pod : operators) {
            for (Object status : ClusterIndex.containers(pod)) {
                draft.evidence(Quote.container(pod, status)).evidence(Quote.lastWords(status).stream());
            }
            draft.evidence(clues.warning(pod).map(event -> Quote.event(pod, event)));
        }
        if (!starting) {
            draft.advise(
                            "Read what the operator says; it ends itself where it cannot use the values",
                            clues.lab().kubectl("-n kube-system logs deployment/cilium-operator --tail=50"))
                    .advise(
                            "Bring Cilium back to the values of the lab",
                            clues.lab().labctl("cilium-install"));
        }
        return draft.done();
    }
}
