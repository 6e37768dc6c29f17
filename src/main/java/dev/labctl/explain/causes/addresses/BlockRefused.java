package dev.labctl.explain.causes.addresses;

import dev.labctl.explain.causes.AffectedObjects;
import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.Explanation.Severity;
import dev.labctl.explain.causes.ExplanationBuilder;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The operator refuses a block that a node has, because the cluster's list, its mask, the families or the pool were changed
 * after the node got the block.
 *
 * @param works whether the nodes' agents are ready all the same
 */
public record BlockRefused(Why why, boolean works) implements Cause {
    /** What was changed, by a part of the operator's error (Cilium 1.18 {@code pkg/ipam/allocator}). */
    public enum Why {
        MASK_CHANGED(
                "is already allocated",
                "The operator's list is divided differently than when the node got its block: the block now overlaps one that"
                        + " counts as another node's."),
        POOL_CHANGED("reuse", "The pool of the node's block was changed or deleted after the node got the block."),
        POOL_SHRUNK("unable to release", "The pool that the node's block came from no longer contains it."),
        FAMILY_OFF("does not exist", "The node has a block of an address family that is now switched off."),
        NOT_IN_LIST("not configured", "The operator's list no longer contains the node's block."),
        LIST_FULL(
                "allocator clusterCIDR",
                "The part of the operator's list that the node's block belongs to has no room for it."),
        OTHER("", "The operator cannot give the node a block.");

        private final String mark;
        private final String words;

        Why(String mark, String words) {
            this.mark = mark;
            this.words = words;
        }

        public static Why of(String error) {
            return Stream.of(values())
                    .filter(why -> error.contains(why.mark))
                    .findFirst()
                    .orElse(OTHER);
        }
    }

    /** The cause, for a node that accepts pods although the operator refuses its block. */
    public static Optional<Cause> ofReadyNode(KubeObject node, ClusterIndex cluster) {
        return cluster.operatorError(node.name())
                .map(Why::of)
                .filter(why -> why != Why.OTHER)
                .map(why -> new BlockRefused(why, true));
    }

    @Override
    public void explain(ExplanationBuilder it) {
        List<KubeObject> nodes = it.nodes();
        it.severity(works ? Severity.WARNING : Severity.ERROR, "BLOCK_REFUSED")
                .symptom(
                        works
                                ? "Cilium's operator reports an error for " + AffectedObjects.nodeNames(nodes) + "."
                                : it.affected().nodeSymptom(nodes, "accepts no new pods"))
                .cause(why.words + (works ? " The agent keeps using the block that it has." : ""));
        nodes.stream().limit(3).forEach(node -> it.operatorError(node.name()).blocks(node.name()));
        it.evidence(it.cluster().addresses().pools().stream()
                        .limit(3)
                        .map(pool -> "pool " + pool.name() + ": " + String.join(" ", pool.cidrs()) + " in blocks of /"
                                + pool.maskSize()))
                .fix(
                        "Restore the values of Cilium that the nodes got their blocks with",
                        it.lab().labctl("cilium-install"),
                        "The error disappears, because every node's block is in the list again.")
                .fix(
                        "Or create a new cluster for the new values: nodes never change their blocks",
                        it.lab().labctl("up", "--recreate"));
    }
}
