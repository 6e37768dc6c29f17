package dev.labctl.explain.causes;

import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.failure.Wording;
import dev.labctl.ipam.HostAllocator;
import dev.labctl.ipam.IpamMode;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.lab.Lab;
import dev.labctl.plan.Remedies;
import dev.labctl.plan.Remedy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Causes in the block that a node has, or does not get. */
public final class BlockCauses {
    /** A copy of the lab's values with a change in it, from which fixes are copied. */
    private static final String FILE = "my-values.yaml";

    private BlockCauses() {}

    /** The cluster's list has no block left for a node: its agent waits for one, and crashes. */
    public record AllocatorFull() implements Cause {
        @Override
        public void explain(ExplanationBuilder it) {
            ClusterIndex cluster = it.cluster();
            List<KubeObject> nodes = it.nodes().stream()
                    .filter(node -> cluster.blocks(node.name()).isEmpty())
                    .toList();
            boolean none = cluster.addresses().pools().stream().anyMatch(pool -> pool.blocks() == 0);
            it.error("ALLOCATOR_FULL")
                    .nodeSymptom(nodes, "has no block of addresses and cannot accept new pods")
                    .cause((none
                                    ? "Cilium's operator cannot cut a single block out of the cluster's list: a block is larger"
                                            + " than the CIDR that it is cut from."
                                    : "Cilium's operator has given all blocks of the cluster's list to other nodes.")
                            + " The agent waits for a block, and crashes after five minutes. Kubernetes may report the node as"
                            + " Ready all the same; the taint node.cilium.io/agent-not-ready keeps new pods off it.");
            nodes.stream().limit(3).forEach(node -> it.operatorError(node.name())
                    .agent(node.name(), "PodCIDR not available"));
            it.lists();
            if (none) {
                it.fix(
                        "Use blocks that fit into the list's CIDRs: a longer mask, or larger CIDRs",
                        newCluster(
                                it.lab(),
                                "a larger ipam.operator.clusterPoolIPv4MaskSize (IPv6: clusterPoolIPv6MaskSize)"));
            }
            cluster.addresses().pools().stream()
                    .filter(pool -> pool.free() == 0)
                    .findFirst()
                    .flatMap(full -> Remedies.longerList(
                            full.family(), cluster.settings().pools().get(full.family())))
                    .ifPresent(list -> it.fix(
                            "Extend the list: a node without a block gets a new one, unlike a node that has one",
                            upgrade(it.lab(), list),
                            "The operator gives the node a block, its agent becomes ready, and pods can run there."));
            it.alternative("use no more nodes than there are blocks", "", "");
        }
    }

    /**
     * The operator refuses a block that a node has, because the cluster's list, its mask, the families or the pool were
     * changed after the node got it. It {@code works} if the nodes' agents are ready all the same.
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
            if (works) {
                it.warning("BLOCK_REFUSED")
                        .symptom("Cilium's operator reports an error for " + Symptoms.nodeNames(nodes) + ".")
                        .cause(why.words + " The agent keeps using the block that it has.");
            } else {
                it.error("BLOCK_REFUSED")
                        .nodeSymptom(nodes, "accepts no new pods")
                        .cause(why.words);
            }
            nodes.stream().limit(3).forEach(node -> it.operatorError(node.name())
                    .blocks(node.name()));
            it.evidence(it.cluster().addresses().pools().stream()
                            .limit(3)
                            .map(pool -> "pool " + pool.name() + ": " + String.join(" ", pool.cidrs())
                                    + " in blocks of /" + pool.maskSize()))
                    .fix(
                            "Restore the values of Cilium that the nodes got their blocks with",
                            it.labctl("cilium-install"),
                            "The error disappears, because every node's block is in the list again.")
                    .fix(
                            "Or create a new cluster for the new values: nodes never change their blocks",
                            it.labctl("up", "--recreate"));
        }
    }

    /** A node's block is too small even for the agent's own addresses. */
    public record BlockTooSmall() implements Cause {
        @Override
        public void explain(ExplanationBuilder it) {
            ClusterIndex cluster = it.cluster();
            List<KubeObject> nodes = it.nodes();
            String needs = "; the agent needs " + cluster.infrastructure().count() + " ("
                    + cluster.infrastructure().purposes().stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "))
                    + ")";
            it.error("NO_ROOM_FOR_AGENT")
                    .nodeSymptom(nodes, "accepts no new pods")
                    .cause(
                            "The node's block is too small: before any pod gets an address, the agent takes some for itself, and"
                                    + " these do not fit. The agent crashes because of it.");
            nodes.stream().limit(3).forEach(node -> it.evidence(cluster.cidrs(node.name()).stream()
                            .map(block -> node.name() + ": " + block + ": "
                                    + Wording.counted(HostAllocator.usable(block), "usable address") + needs))
                    .agent(node.name(), ""));
            it.evidence(nodes.stream()
                            .limit(1)
                            .flatMap(node -> cluster.infrastructureFailure(node.name()).stream())
                            .map(text -> "an agent ends with this error: \"" + text + "\""))
                    .lists();
            largerBlocks(it);
        }
    }

    /** A copy of the lab's values with a change in it. */
    private static String file(LabFacts lab, String change) {
        Optional<Path> own =
                lab.lab().map(Lab::files).flatMap(files -> files.values()).map(found -> found.path());
        return own.map(path -> "cp " + shown(path) + " " + FILE + "\n").orElse("") + "# in " + FILE + ": " + change;
    }

    private static String shown(Path path) {
        String text = path.toString();
        int chapters = text.lastIndexOf("chapters/");
        return chapters < 0 || text.contains(" ") ? "'" + text + "'" : text.substring(chapters);
    }

    private static String install(LabFacts lab) {
        return lab.labctl("cilium-install", "--values", FILE);
    }

    /** Changed values for the cluster as it is. */
    private static String upgrade(LabFacts lab, String change) {
        return file(lab, change) + "\n" + install(lab);
    }

    /** The lab on a new cluster with changed values. */
    private static String newCluster(LabFacts lab, String change) {
        return String.join("\n", file(lab, change), lab.labctl("up", "--recreate"), install(lab), lab.labctl("apply"));
    }

    /** Larger blocks, which nodes that have a block never get. */
    static ExplanationBuilder largerBlocks(ExplanationBuilder it) {
        LabFacts lab = it.lab();
        if (it.cluster().is(IpamMode.KUBERNETES)) {
            return it.alternative(
                    "create a cluster with larger node CIDRs (node-cidr-mask-size of the controller manager, in"
                            + " kubeadmConfigPatches of kind.yaml)",
                    lab.labctl("up", "--recreate"),
                    "");
        }
        Optional<Remedy> remedy = lab.plan(it.cluster().settings()).flatMap(Remedies::largerBlocks);
        return it.alternative(
                "use larger blocks. A node never changes its block, so this requires a new cluster",
                newCluster(
                        lab,
                        remedy.map(Remedy::how)
                                .orElse(
                                        "a smaller ipam.operator.clusterPoolIPv4MaskSize, and CIDRs that have a block of"
                                                + " that size for every node")),
                remedy.map(found -> "According to the plan, all " + found.running() + " pods of the lab then run.")
                        .orElse(""));
    }
}
