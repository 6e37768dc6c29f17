package dev.labctl.explain.causes;

import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.kubernetes.KubeObject.Condition;

/**
 * The cluster's list has free blocks, but the operator reports that there are none: it reads the list only when it starts.
 *
 * @param starting whether it has started a moment ago, and will correct its report soon
 */
public record OperatorOutdated(boolean starting) implements Cause {
    public static OperatorOutdated of(ClusterIndex cluster) {
        return new OperatorOutdated(!cluster.operatorReady()
                || cluster.operators().stream()
                        .anyMatch(pod ->
                                cluster.isRecent(pod.object().condition("Ready").flatMap(Condition::since))));
    }

    @Override
    public void explain(ExplanationBuilder it) {
        ClusterIndex cluster = it.cluster();
        it.severity(starting, "OPERATOR_BEHIND")
                .nodeSymptom(it.nodes(), "has no block of addresses and cannot accept new pods")
                .cause(
                        "Cilium's operator reports that no block is left, but the list in cilium-config has some: the list"
                                + " was extended, and the operator reads it only when it starts."
                                + (starting
                                        ? " It started a moment ago, and gives the node a block as soon as it leads."
                                        : ""));
        it.nodes().stream().limit(3).forEach(node -> it.operatorError(node.name()));
        it.lists()
                .evidence(cluster.operators().stream()
                        .flatMap(pod -> Evidence.condition(pod.object(), "Ready")
                                .map(line -> line
                                        + pod.object()
                                                .condition("Ready")
                                                .flatMap(Condition::since)
                                                .map(at -> ", since " + at)
                                                .orElse(""))
                                .stream()));
        if (!starting) {
            it.fix(
                    "Restart the operator",
                    it.lab().kubectl("-n kube-system rollout restart deployment/cilium-operator"),
                    "It gives the node a block, the agent becomes ready, and pods can run there.");
        }
    }
}
