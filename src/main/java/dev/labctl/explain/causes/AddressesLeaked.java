package dev.labctl.explain.causes;

import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.addresses.Block;
import dev.labctl.addresses.NodeMap;
import dev.labctl.cluster.Node;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.causes.RangeFull.FullNode;
import dev.labctl.explain.causes.RangeFull.ScaleDown;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.failure.Severity;
import dev.labctl.failure.Wording;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Agents hold addresses for pods that do not exist: they say so themselves, or, where they were not asked, they refuse addresses
 * although fewer have an owner than there are.
 */
public record AddressesLeaked(boolean inferred) implements Cause {
    /** How many nodes are described, and how many of a node's addresses. */
    private static final int DESCRIBED = 3;

    private static final int LISTED = 20;

    /** The cause on a node; empty where none of its addresses is leaked. */
    public static Optional<Cause> of(String node, ClusterIndex cluster) {
        return cluster.addresses(node)
                .filter(map -> map.unowned() > 0 || !map.leaked().isEmpty())
                .map(map -> new AddressesLeaked(map.leaked().isEmpty()));
    }

    @Override
    public Set<String> concludesFromAbsence() {
        return inferred ? Set.of("CiliumNode", "Event", "Pod") : Set.of("Pod");
    }

    @Override
    public void explain(ExplanationBuilder it) {
        List<NodeMap> nodes = it.nodes().stream()
                .flatMap(node -> it.cluster().addresses(node.name()).stream())
                .toList();
        long count = nodes.stream().mapToLong(this::leaked).sum();
        it.severity(it.pods().isEmpty() ? Severity.WARNING : Severity.ERROR, "ADDRESSES_LEAKED");
        if (it.pods().isEmpty()) {
            it.nodeSymptom(it.nodes(), "has fewer addresses for pods than it should");
        } else {
            it.podSymptom("waits for an address");
        }
        it.cause(inferred ? inferred(nodes, count) : reported(nodes, count)).sandboxWarning();
        nodes.stream().limit(DESCRIBED).forEach(map -> evidence(it, map));
        if (nodes.size() > DESCRIBED) {
            it.evidence("likewise for " + Wording.counted(nodes.size() - DESCRIBED, "more node"));
        }
        fixes(it, nodes, count);
    }

    private long leaked(NodeMap node) {
        return inferred ? node.unowned() : node.leaked().size();
    }

    private static String agents(List<NodeMap> nodes) {
        return (nodes.size() == 1 ? "Cilium's agent on " : "Cilium's agents on ")
                + Wording.names(nodes.stream().map(NodeMap::name).toList());
    }

    private static String reported(List<NodeMap> nodes, long count) {
        return agents(nodes) + (nodes.size() == 1 ? " holds " : " hold ") + Wording.grouped(count)
                + (count == 1 ? " address" : " addresses")
                + " for pods that do not exist. An agent gives an address back when it hears that the sandbox of the pod was"
                + " deleted; of these it did not hear, or the sandbox was never completed.";
    }

    private static String inferred(List<NodeMap> nodes, long count) {
        long used = nodes.stream().mapToLong(NodeMap::used).sum();
        long usable = nodes.stream().mapToLong(NodeMap::usable).sum();
        return agents(nodes) + (nodes.size() == 1 ? " finds" : " find") + " no free address, but only "
                + Wording.grouped(used - count) + " of " + Wording.grouped(usable) + " have an owner. The other "
                + Wording.grouped(count) + " are probably held for pods that no longer exist. This is inferred: "
                + (nodes.size() == 1 ? "the agent's own status" : "the status of the agents")
                + ", which would say so, was not collected.";
    }

    private static void evidence(ExplanationBuilder it, NodeMap map) {
        it.evidence(it.cluster()
                .ciliumNode(map.name())
                .map(object ->
                        Evidence.field(object.ref(), "spec.ipam.podCIDRs", object.list("spec", "ipam", "podCIDRs"))));
        map.blocks().stream()
                .filter(block -> block.unowned() > 0 || !block.leaked().isEmpty())
                .forEach(block -> it.evidence(use(block)));
        it.evidence(listed(it, map));
    }

    /** {@code 10.80.0.64/27: 30 of 30 addresses allocated: 2 to the agent itself, 21 to pods, 7 to pods that do not exist}. */
    private static String use(Block block) {
        long none = block.unowned() + block.leaked().size();
        long pods = block.used() - block.reservedCount() - none;
        return block.known() + ": " + Wording.grouped(block.used()) + " of " + Wording.grouped(block.usable())
                + " addresses allocated: " + Wording.grouped(block.reservedCount()) + " to the agent itself, "
                + Wording.grouped(pods) + " to pods, " + Wording.grouped(none) + " to "
                + (block.unowned() > 0 ? "no known owner" : "pods that do not exist");
    }

    /** What the agent says of each, in the words of its status. */
    private static String listed(ExplanationBuilder it, NodeMap map) {
        List<Address> addresses = map.leaked();
        if (addresses.isEmpty()) {
            return "";
        }
        Optional<Node> asked = it.view().node(map.name());
        boolean endpoints = asked.flatMap(Node::allocations).orElse(List.of()).stream()
                .anyMatch(one -> one.endpoint().isPresent());
        int more = addresses.size() - LISTED;
        return "status of the agent " + asked.flatMap(Node::askedAgent).orElse("") + ", allocated addresses: "
                + addresses.stream()
                        .limit(LISTED)
                        .map(address -> address.ip() + " (" + address.owner() + ")")
                        .collect(Collectors.joining(", "))
                + (more > 0 ? " and " + Wording.grouped(more) + " more" : "")
                + "; there are no such pods on " + map.name()
                + (endpoints
                        ? ", and the agent has no endpoints for them"
                        : ", unless they were created after the list of pods was collected");
    }

    private void fixes(ExplanationBuilder it, List<NodeMap> nodes, long count) {
        List<Pod> agents = nodes.stream()
                .flatMap(map -> it.cluster().agent(map.name()).stream())
                .toList();
        boolean one = nodes.size() == 1;
        long waiting = it.pods().size();
        it.fix(
                "Restart the " + (one ? "agent on " : "agents on ")
                        + Wording.names(nodes.stream().map(NodeMap::name).toList())
                        + ": " + (one ? "it takes" : "they take")
                        + " back the addresses of pods that exist, and no others",
                it.kubectl(
                        agents.stream().findFirst().map(Pod::namespace),
                        agents.isEmpty()
                                ? "delete pod AGENT"
                                : "delete pod " + agents.stream().map(Pod::name).collect(Collectors.joining(" "))),
                waiting == 0
                        ? "Running pods keep their addresses."
                        : "Running pods keep their addresses, and " + Wording.grouped(Math.min(count, waiting))
                                + " of the "
                                + Wording.grouped(waiting) + " waiting " + (waiting == 1 ? "pod gets" : "pods get")
                                + " one within about half a minute.");
        List<FullNode> full =
                nodes.stream().map(map -> FullNode.of(map, it.cluster())).toList();
        ScaleDown.of(full, it.view()).stream()
                .limit(DESCRIBED)
                .forEach(change -> it.fix(
                        "Then scale " + change.workload() + " down from " + Wording.grouped(change.from()) + " to "
                                + Wording.counted(change.to(), "pod") + ": the others are too many all the same",
                        change.command(it.lab())));
    }
}
