package dev.labctl.explain;

import dev.labctl.explain.Explanation.Severity;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.Expectation;
import dev.labctl.plan.Remedies;
import dev.labctl.plan.Remedy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A node's block has no address left, in modes kubernetes and cluster-pool, where a node has one block of a family. */
record RangeFull() implements Cause {
    /** How many nodes are told one by one. */
    private static final int TOLD = 3;

    /** How many commands are given. */
    private static final int COMMANDS = 5;

    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        List<FullNode> nodes = nodes(victims, clues);
        boolean room = nodes.stream().allMatch(node -> node.excess() == 0);
        Optional<Expectation> expected = expected(victims, clues);
        Severity severity = room ? Severity.NOTE : expected.isPresent() ? Severity.WARNING : Severity.ERROR;
        Draft draft = Draft.of(severity, "RANGE_FULL", victims)
                .symptom(victims.say("waits for an address", "wait for an address", clues))
                .cause(cause(nodes, room, clues)
                        + expected.map(says -> " The lab expects it: \"" + says.says() + "\"")
                                .orElse(""));
        evidence(draft, victims, nodes, clues);
        if (!room) {
            advise(draft, nodes, victims, clues);
        }
        return draft.done();
    }

    private static List<FullNode> nodes(AffectedObjects victims, ClusterIndex clues) {
        Set<String> names = new LinkedHashSet<>();
        victims.pods().forEach(pod -> pod.text("spec", "nodeName").ifPresent(names::add));
        return names.stream()
                .flatMap(name -> clues.addresses(name).stream())
                .map(node -> FullNode.of(node, clues))
                .toList();
    }

    /** The lab's sentence on it, if every pod that waits is meant to. */
    private static Optional<Expectation> expected(AffectedObjects victims, ClusterIndex clues) {
        List<Optional<Expectation>> found = victims.pods().stream()
                .map(pod -> clues.lab().stuck(pod).filter(expectation -> expectation
                        .pods()
                        .filter(pods -> pods.because().contains(IpamTexts.RANGE_FULL))
                        .isPresent()))
                .distinct()
                .toList();
        return found.size() == 1 ? found.get(0) : Optional.empty();
    }

    private static String cause(List<FullNode> nodes, boolean room, ClusterIndex clues) {
        String which = nodes.size() == 1
                ? "The block of " + nodes.get(0).node().name() + ", " + Quote.names(cidrs(nodes.get(0)))
                : "The blocks of " + Quote.counted(nodes.size(), "node");
        if (room) {
            return which + (nodes.size() == 1 ? ", was full and has" : ", were full and have")
                    + " room again. The kubelet tries again about every 12 seconds.";
        }
        boolean noSlots = nodes.stream().allMatch(node -> node.slots() == 0);
        return which + (nodes.size() == 1 ? ", is full" : " are full")
                + (noSlots ? " before any pod comes: the agent takes all of it for itself. " : ". ")
                + (clues.is(IpamMode.KUBERNETES)
                        ? "In mode kubernetes a node has the one CIDR that Kubernetes gave it."
                        : "In mode cluster-pool a node has one block and keeps it.")
                + " The scheduler does not count addresses, so it sends more pods than there is room for.";
    }

    private static List<Cidr> cidrs(FullNode node) {
        return node.node().blocks().stream().map(block -> block.cidr()).toList();
    }

    private static void evidence(Draft draft, AffectedObjects victims, List<FullNode> nodes, ClusterIndex clues) {
        victims.pods().stream()
                .flatMap(pod ->
                        clues.warning(pod, IpamTexts.POD_EVENT_REASON).map(event -> Quote.event(pod, event)).stream())
                .limit(1)
                .forEach(draft::evidence);
        for (FullNode node : nodes.subList(0, Math.min(TOLD, nodes.size()))) {
            draft.evidence(clues.ciliumNode(node.node().name())
                    .map(object ->
                            Quote.field(object.ref(), "spec.ipam.podCIDRs", object.list("spec", "ipam", "podCIDRs"))));
            draft.evidence(node.lines(clues).stream());
        }
        if (nodes.size() > TOLD) {
            long excess = nodes.stream().mapToLong(FullNode::excess).sum();
            draft.evidence("and so on for " + Quote.grouped(nodes.size() - TOLD)
                    + " more nodes; on all of them together " + Quote.counted(excess, "pod") + " too many");
        }
        draft.evidence(clues.map().pools().stream()
                .filter(pool -> pool.free() > 0)
                .map(pool ->
                        AllocatorFull.pool(pool, clues) + "; a free one is for a further node, none can borrow it"));
        if (nodes.size() == 1 && !nodes.get(0).node().ignored().isEmpty()) {
            draft.evidence("Node " + nodes.get(0).node().name() + ": spec.podCIDRs: "
                    + nodes.get(0).node().ignored() + ", which mode "
                    + clues.settings().mode() + " ignores");
        }
    }

    private static void advise(Draft draft, List<FullNode> nodes, AffectedObjects victims, ClusterIndex clues) {
        List<Scaling> scalings = Scaling.of(nodes, clues);
        for (Scaling scaling : scalings.subList(0, Math.min(COMMANDS, scalings.size()))) {
            draft.advise(
                    "Let " + scaling.workload() + " have " + Quote.counted(scaling.to(), "pod") + ", not "
                            + Quote.grouped(scaling.from()) + ": that is what there is room for",
                    scaling.how(clues),
                    scalings.size() > 1 ? "" : then(scaling, nodes, victims, clues));
        }
        if (scalings.size() > COMMANDS) {
            draft.advise("And so on for " + Quote.counted(scalings.size() - COMMANDS, "more workload"), "");
        }
        largerBlocks(draft, clues);
        if (clues.is(IpamMode.CLUSTER_POOL)) {
            draft.advise(
                    "What is no fix: a longer list of CIDRs. It makes more blocks, and a node keeps the one that it has",
                    "");
        }
    }

    private static String then(Scaling scaling, List<FullNode> nodes, AffectedObjects victims, ClusterIndex clues) {
        long excess = nodes.stream().mapToLong(FullNode::excess).sum();
        List<ObjectRef> others = AffectedObjects.byWorkload(victims.pods(), clues).keySet().stream()
                .filter(ref -> !ref.equals(scaling.workload()))
                .toList();
        if (excess > scaling.from() - scaling.to()) {
            return "";
        }
        return (scaling.to() == 1 ? "That one runs" : "These " + Quote.grouped(scaling.to()) + " run")
                + (others.isEmpty() ? "" : ", and so do all pods of " + Quote.names(others))
                + ", within about half a minute: the kubelet tries again by itself."
                + (scaling.oneNode() ? "" : " Kubernetes takes away pods that do not run before others.");
    }

    /** Larger blocks, which nodes that have a block never get. */
    static Draft largerBlocks(Draft draft, ClusterIndex clues) {
        if (clues.is(IpamMode.KUBERNETES)) {
            return draft.otherwise(
                    "make a cluster whose nodes get larger CIDRs (node-cidr-mask-size of the controller manager, in"
                            + " kubeadmConfigPatches of kind.yaml)",
                    clues.lab().labctl("up", "--recreate"),
                    "");
        }
        Optional<Remedy> remedy = clues.lab()
                .plan()
                .filter(plan -> plan.settings().equals(clues.settings()))
                .flatMap(Remedies::largerBlocks);
        return draft.otherwise(
                "have larger blocks. A node keeps its block for ever, so that takes a new cluster",
                remedy.map(found -> NewCluster.commands(clues, found.how()))
                        .orElseGet(() -> NewCluster.commands(
                                clues,
                                "a smaller ipam.operator.clusterPoolIPv4MaskSize, and CIDRs that have a block of it for"
                                        + " every node")),
                remedy.map(found -> "By the plan, all " + found.running() + " pods of the lab run then.")
                        .orElse(""));
    }
}
