package dev.labctl.explain.causes.addresses;

import dev.labctl.explain.causes.AffectedObjects;
import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.Explanation.Severity;
import dev.labctl.explain.causes.ExplanationBuilder;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.explain.facts.Wording;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.Expectation;
import java.util.List;
import java.util.Optional;

/** A node's block has no free address, in modes kubernetes and cluster-pool, where a node has one block of a family. */
public record RangeFull() implements Cause {
    /** How many nodes are described. */
    private static final int DESCRIBED = 3;

    /** How many commands are given. */
    private static final int COMMANDS = 5;

    @Override
    public void explain(ExplanationBuilder it) {
        ClusterIndex cluster = it.cluster();
        List<FullNode> nodes = it.affected().podNodes().stream()
                .flatMap(name -> cluster.addresses(name).stream())
                .map(node -> FullNode.of(node, cluster))
                .toList();
        boolean room = nodes.stream().allMatch(node -> node.excess() == 0);
        Optional<Expectation> expected = expected(it);
        Severity severity = room ? Severity.NOTE : expected.isPresent() ? Severity.WARNING : Severity.ERROR;
        it.severity(severity, "RANGE_FULL")
                .podSymptom("waits for an address")
                .cause(cause(nodes, room, cluster)
                        + expected.map(one -> " The lab expects this: \"" + one.says() + "\"")
                                .orElse(""));
        evidence(it, nodes, cluster);
        if (!room) {
            fixes(it, nodes);
        }
    }

    /** The lab's expectation of it, if it applies to every pod that waits. */
    private static Optional<Expectation> expected(ExplanationBuilder it) {
        List<Optional<Expectation>> found = it.pods().stream()
                .map(pod -> it.lab().stuck(pod).filter(expectation -> expectation
                        .check()
                        .stuckPods()
                        .filter(pods -> pods.because().contains(IpamTexts.RANGE_FULL))
                        .isPresent()))
                .distinct()
                .toList();
        return found.size() == 1 ? found.get(0) : Optional.empty();
    }

    private static String cause(List<FullNode> nodes, boolean room, ClusterIndex cluster) {
        int count = nodes.size();
        String blocks = count == 1
                ? "The block of " + nodes.get(0).node().name() + ", "
                        + Wording.names(cluster.cidrs(nodes.get(0).node().name())) + ", "
                : "The blocks of " + Wording.counted(count, "node") + " ";
        if (room) {
            return blocks + (count == 1 ? "was full and has" : "were full and have")
                    + " room again. The kubelet retries about every 12 seconds.";
        }
        boolean noSlots = nodes.stream().allMatch(node -> node.slots() == 0);
        return blocks + Wording.agree(count, "is full")
                + (noSlots ? " before any pod starts: the agent itself takes all of its addresses. " : ". ")
                + (cluster.is(IpamMode.KUBERNETES)
                        ? "In mode kubernetes a node has the one CIDR that Kubernetes gave it."
                        : "In mode cluster-pool a node gets one block and keeps it.")
                + " The scheduler does not count addresses, so it places more pods than there are addresses.";
    }

    private static void evidence(ExplanationBuilder it, List<FullNode> nodes, ClusterIndex cluster) {
        it.sandboxWarning();
        nodes.stream().limit(DESCRIBED).forEach(node -> it.evidence(
                        cluster.ciliumNode(node.node().name())
                                .map(object -> Evidence.field(
                                        object.ref(), "spec.ipam.podCIDRs", object.list("spec", "ipam", "podCIDRs"))))
                .evidence(node.evidence()));
        if (nodes.size() > DESCRIBED) {
            it.evidence("likewise for " + Wording.grouped(nodes.size() - DESCRIBED) + " more nodes; in total "
                    + Wording.counted(excess(nodes), "pod") + " too many");
        }
        it.lists(
                cluster.addresses().pools().stream().filter(pool -> pool.free() > 0),
                "; a free block goes to a new node, no existing node can borrow it");
        if (nodes.size() == 1 && !nodes.get(0).node().ignored().isEmpty()) {
            it.evidence("Node " + nodes.get(0).node().name() + ": spec.podCIDRs: "
                    + nodes.get(0).node().ignored() + ", which mode "
                    + cluster.settings().mode() + " ignores");
        }
    }

    private static long excess(List<FullNode> nodes) {
        return nodes.stream().mapToLong(FullNode::excess).sum();
    }

    private static void fixes(ExplanationBuilder it, List<FullNode> nodes) {
        List<ScaleDown> all = ScaleDown.of(nodes, it.cluster().view());
        all.stream()
                .limit(COMMANDS)
                .forEach(one -> it.fix(
                        "Scale " + one.workload() + " down from " + Wording.grouped(one.from()) + " to "
                                + Wording.counted(one.to(), "pod") + ", as many as there are addresses for",
                        one.command(it.lab()),
                        all.size() > 1 ? "" : effect(it, one, excess(nodes))));
        if (all.size() > COMMANDS) {
            it.fix("Do the same with " + Wording.counted(all.size() - COMMANDS, "more workload"));
        }
        ValuesFix.largerBlocks(it);
        if (it.cluster().is(IpamMode.CLUSTER_POOL)) {
            it.fix("This does not help: a longer list of CIDRs. It adds blocks, but a node keeps the one that it has");
        }
    }

    private static String effect(ExplanationBuilder it, ScaleDown change, long excess) {
        List<ObjectRef> others = AffectedObjects.byWorkload(it.pods()).keySet().stream()
                .filter(ref -> !ref.equals(change.workload()))
                .toList();
        if (excess > change.from() - change.to()) {
            return "";
        }
        return (change.to() == 1 ? "That pod runs" : "These " + Wording.grouped(change.to()) + " pods run")
                + (others.isEmpty() ? "" : ", and so do all pods of " + Wording.names(others))
                + " within about half a minute, because the kubelet retries by itself."
                + (change.oneNode() ? "" : " Kubernetes removes pods that do not run before those that do.");
    }
}
