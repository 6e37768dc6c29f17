package dev.labctl.explain.causes;

import dev.labctl.addresses.Block;
import dev.labctl.addresses.NodeMap;
import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.failure.Severity;
import dev.labctl.failure.Wording;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.Expectation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A node's block has no free address, in modes kubernetes and cluster-pool, where a node has one block of a family. */
public record RangeFull() implements Cause {
    /** How many nodes are described. */
    private static final int DESCRIBED = 3;

    /** How many commands are given. */
    private static final int COMMANDS = 5;

    @Override
    public void explain(ExplanationBuilder it) {
        ClusterIndex cluster = it.cluster();
        List<FullNode> nodes = it.podNodes().stream()
                .flatMap(name -> cluster.addresses(name).stream())
                .filter(node -> !node.blocks().isEmpty())
                .map(node -> FullNode.of(node, cluster))
                .toList();
        if (nodes.isEmpty()) {
            withoutBlocks(it);
            return;
        }
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

    /** The agents report it, but the nodes' blocks could not be read. */
    private static void withoutBlocks(ExplanationBuilder it) {
        it.error("RANGE_FULL")
                .podSymptom("waits for an address")
                .cause("When the pods were added, no address was free in the block of " + Wording.names(it.podNodes())
                        + ". How many addresses it has, and which pods have them, could not be read.")
                .sandboxWarning()
                .fix(
                        "Compare the block with the pods on the node",
                        it.kubectl("get ciliumnode " + String.join(" ", it.podNodes()) + " -o yaml"));
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
                        : cluster.is(IpamMode.CLUSTER_POOL)
                                ? "In mode cluster-pool a node gets one block and keeps it."
                                : "")
                + (cluster.is(IpamMode.KUBERNETES) || cluster.is(IpamMode.CLUSTER_POOL) ? " " : "")
                + "The scheduler does not count addresses, so it places more pods than there are addresses.";
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
        List<ScaleDown> all = ScaleDown.of(nodes, it.view());
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
        BlockCauses.largerBlocks(it);
        if (it.cluster().is(IpamMode.CLUSTER_POOL)) {
            it.fix("This does not help: a longer list of CIDRs. It adds blocks, but a node keeps the one that it has");
        }
    }

    private static String effect(ExplanationBuilder it, ScaleDown change, long excess) {
        List<ObjectRef> others = Symptoms.byWorkload(it.pods()).keySet().stream()
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

    /** A node whose block is full: how many pods can have an address, by its smallest family, and which need one. */
    record FullNode(NodeMap node, long slots, List<Pod> pods) {
        static FullNode of(NodeMap node, ClusterIndex cluster) {
            List<Pod> pods = cluster.view().podsOn(node.name()).stream()
                    .filter(pod -> pod.takesAddress() && !pod.isDeleting())
                    .toList();
            return new FullNode(
                    node, node.blocks().stream().mapToLong(Block::slots).min().orElse(0), pods);
        }

        /** How many pods too many there are. */
        long excess() {
            return Math.max(0L, pods.size() - slots);
        }

        /** The evidence, in the order of the conclusion. */
        Stream<String> evidence() {
            return Stream.concat(
                    node.blocks().stream().flatMap(block -> Stream.of(size(block), owners(block))),
                    Stream.of("pods on " + node.name() + " that need an address: " + pods.size() + ", "
                            + (excess() == 0 ? "and there is one for each" : excess() + " too many") + " ("
                            + shares(pods)
                            + ")"));
        }

        /** {@code 10.0.84.0/29 has 8 addresses - first - last = 6 usable - health - router = 4 for pods}. */
        private static String size(Block block) {
            int bits = block.known().hostBits();
            String all =
                    bits <= 16 ? " has " + Wording.grouped(1L << bits) + " addresses" : " counts as 65,536 addresses";
            String own = block.addresses().stream()
                    .filter(address -> !address.isPods())
                    .map(address -> " - " + address.owner())
                    .sorted()
                    .collect(Collectors.joining());
            return block.known() + all + " - first - last = " + Wording.grouped(block.usable()) + " usable" + own
                    + " = " + Wording.grouped(block.slots()) + " for pods";
        }

        private String owners(Block block) {
            List<Pod> owners = pods.stream()
                    .filter(pod -> block.addresses().stream()
                            .anyMatch(address -> address.owner().equals(pod.fullName())))
                    .toList();
            return block.known() + ": " + Wording.grouped(block.free()) + " free, "
                    + Wording.counted(block.pods(), "pod") + " with an address"
                    + (owners.isEmpty() ? "" : " (" + shares(owners) + ")");
        }

        private String shares(List<Pod> some) {
            return Wording.names(Symptoms.byWorkload(some).entrySet().stream()
                    .map(entry ->
                            (entry.getKey().kind().equals("Pod") ? "" : entry.getValue() + " of ") + entry.getKey())
                    .toList());
        }
    }

    /** As many pods of a workload as there are addresses for, instead of as many as it wants now. */
    record ScaleDown(ObjectRef workload, int from, int to, boolean oneNode) {
        private static final Set<String> SCALABLE = Set.of("Deployment", "StatefulSet", "ReplicaSet");

        /**
         * The changes after which no pod on these nodes waits for an address: each node loses as many pods as are too many, those
         * of the workload with the most pods first. The system's workloads stay unchanged.
         */
        static List<ScaleDown> of(List<FullNode> nodes, Cluster view) {
            Map<ObjectRef, Integer> fewer = new LinkedHashMap<>();
            for (FullNode node : nodes) {
                long excess = node.excess();
                for (Map.Entry<ObjectRef, Integer> share :
                        Symptoms.byWorkload(node.pods()).entrySet()) {
                    if (excess > 0 && isScalable(share.getKey(), view)) {
                        int removed = (int) Math.min(excess, share.getValue());
                        fewer.merge(share.getKey(), removed, Integer::sum);
                        excess -= removed;
                    }
                }
            }
            List<ScaleDown> all = new ArrayList<>();
            // Scaling to 0 would not get any pod to run.
            fewer.forEach((ref, removed) -> view.workload(ref)
                    .filter(state -> state.wanted() > removed)
                    .ifPresent(state -> all.add(new ScaleDown(
                            ref,
                            state.wanted(),
                            state.wanted() - removed,
                            state.node().isPresent()))));
            return all;
        }

        private static boolean isScalable(ObjectRef ref, Cluster view) {
            return SCALABLE.contains(ref.kind())
                    && view.workload(ref).filter(state -> !state.isSystem()).isPresent();
        }

        /** The command, or the field to change where there is no cluster for kubectl. */
        String command(LabFacts lab) {
            String command =
                    lab.kubectl(workload.namespace(), "scale " + LabFacts.argument(workload) + " --replicas=" + to);
            return command.isEmpty()
                    ? "# in a copy of the lab: spec.replicas: " + to + " of " + workload + ", then:\n"
                            + lab.labctl("apply", "--chapters COPY")
                    : command;
        }
    }
}
