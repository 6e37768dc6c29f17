package dev.labctl.explain;

import dev.labctl.explain.Explanation.Severity;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;

/**
 * The operator cannot keep the block that a node has: the cluster's list, mask or families were changed under it, or its
 * pool was.
 *
 * @param why what was changed
 * @param works whether the nodes' agents are ready all the same
 */
record BlockRefused(Why why, boolean works) implements Cause {
    /** What the operator's error comes from (Cilium 1.18 {@code pkg/ipam/allocator}). */
    enum Why {
        CUT_OTHERWISE(
                "is already allocated",
                "The operator's list is cut otherwise than when the node got its block: the block lies in one that counts as"
                        + " another node's."),
        POOL_CHANGED("reuse", "The pool that the node has a block of was changed or deleted since."),
        POOL_SHRUNK("unable to release", "The pool that the node had a block of does not have it any more."),
        FAMILY_OFF("does not exist", "The node has a block of a family that is switched off now."),
        NOT_IN_LIST("not configured", "The operator's list does not have the node's block any more."),
        LIST_FULL(
                "allocator clusterCIDR",
                "The part of the operator's list that the node's block is of has no room for it."),
        OTHER("", "The operator cannot give the node a block.");

        private final String mark;
        private final String words;

        Why(String mark, String words) {
            this.mark = mark;
            this.words = words;
        }

        private static Why of(String error) {
            return List.of(values()).stream()
                    .filter(why -> error.contains(why.mark))
                    .findFirst()
                    .orElse(OTHER);
        }
    }

    static BlockRefused of(String error, boolean works) {
        return new BlockRefused(Why.of(error), works);
    }

    /** Whether an error means a block that was given, not one that is wanted. */
    static boolean isRefusal(String error) {
        return Why.of(error) != Why.OTHER;
    }

    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        List<KubeObject> nodes = AgentNotReady.nodes(victims, clues);
        List<String> names = nodes.stream().map(KubeObject::name).toList();
        Draft draft = Draft.of(works ? Severity.WARNING : Severity.ERROR, "BLOCK_REFUSED", victims)
                .symptom(
                        works
                                ? "Cilium's operator has an error for " + (names.size() == 1 ? "node " : "nodes ")
                                        + Quote.names(names) + "."
                                : AgentNotReady.nodesAndPods(nodes, "takes no pods", "take no pods", victims, clues))
                .cause(why.words + (works ? " Its agent goes on with the block that it has." : ""));
        for (KubeObject node : nodes.subList(0, Math.min(3, nodes.size()))) {
            draft.evidence(NodeRules.error(node, clues)
                            .map(error -> "CiliumNode " + node.name() + ": status.ipam.operator-status.error: \""
                                    + Quote.text(error) + "\""))
                    .evidence(
                            NodeRules.blocks(node.name(), clues).isEmpty()
                                    ? ""
                                    : "blocks of " + node.name() + ": "
                                            + Quote.names(NodeRules.blocks(node.name(), clues)));
        }
        return draft.evidence(clues.map().pools().stream()
                        .limit(3)
                        .map(pool -> "pool " + pool.name() + ": " + String.join(" ", pool.cidrs()) + " in blocks of /"
                                + pool.maskSize()))
                .advise(
                        "Bring Cilium back to the values that the nodes got their blocks with",
                        clues.lab().labctl("cilium-install"),
                        "The error goes away: every node's block is one of the list again.")
                .advise(
                        "Or make a new cluster for the new values: nodes never change their block",
                        clues.lab().labctl("up", "--recreate"))
                .done();
    }
}
