package dev.labctl.explain;

import dev.labctl.explain.Explanation.Severity;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;

/**
 * The list of the cluster's CIDRs has free blocks, and the operator says that there are none: it reads the list when it
 * starts.
 *
 * @param starting whether it has started a moment ago, and will say otherwise soon
 */
record OperatorBehind(boolean starting) implements Cause {
    static OperatorBehind of(ClusterIndex clues) {
        return new OperatorBehind(!clues.operatorReady()
                || clues.operators().stream()
                        .anyMatch(pod -> clues.young(pod.condition("Ready").flatMap(ready -> ready.since()))));
    }

    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        List<KubeObject> nodes = AgentNotReady.nodes(victims, clues);
        Draft draft = Draft.of(starting ? Severity.NOTE : Severity.ERROR, "OPERATOR_BEHIND", victims)
                .symptom(AgentNotReady.nodesAndPods(
                        nodes,
                        "has no block of addresses and takes no pods",
                        "have no block of addresses and take no pods",
                        victims,
                        clues))
                .cause(
                        "Cilium's operator has said that no block is left, and the list in cilium-config has some: it was made"
                                + " longer, and the operator reads it when it starts."
                                + (starting
                                        ? " It has started a moment ago, and gives the node a block as soon as it leads."
                                        : ""));
        nodes.stream()
                .limit(3)
                .forEach(node -> draft.evidence(NodeRules.error(node, clues)
                        .map(text -> "CiliumNode " + node.name() + ": status.ipam.operator-status.error: \""
                                + Quote.text(text) + "\"")));
        draft.evidence(clues.map().pools().stream().map(pool -> AllocatorFull.pool(pool, clues)));
        clues.operators()
                .forEach(pod -> draft.evidence(Quote.condition(pod, "Ready")
                        .map(line -> line
                                + pod.condition("Ready")
                                        .flatMap(ready -> ready.since())
                                        .map(at -> ", since " + at)
                                        .orElse(""))));
        if (!starting) {
            draft.advise(
                    "Start the operator again",
                    clues.lab().kubectl("-n kube-system rollout restart deployment/cilium-operator"),
                    "It gives the node a block, the agent gets ready, and pods come to it.");
        }
        return draft.done();
    }
}
