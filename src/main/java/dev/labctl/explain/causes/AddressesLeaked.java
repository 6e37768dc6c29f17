package dev.labctl.explain.causes;

import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.addresses.AddressMap.Block;
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
import java.util.stream.Collectors;

/**
 * A node's agent holds addresses for pods that do not exist: it says so itself, or, where it was not asked, it refuses addresses
 * although fewer have an owner than there are.
 */
public record AddressesLeaked(String node) implements Cause {
    /** Of more addresses the first ones are listed. */
    private static final int LISTED = 20;

    /** The cause on a node; empty where none of its addresses is leaked. */
    public static Optional<Cause> of(String node, ClusterIndex cluster) {
        return cluster.addresses(node)
                .filter(map -> map.unowned() > 0 || !map.leaked().isEmpty())
                .map(map -> new AddressesLeaked(node));
    }

    @Override
    public void explain(ExplanationBuilder it) {
        NodeMap map = it.cluster().addresses(node).orElseThrow();
        boolean inferred = map.leaked().isEmpty();
        long count = inferred ? map.unowned() : map.leaked().size();
        it.severity(it.pods().isEmpty() ? Severity.WARNING : Severity.ERROR, "ADDRESSES_LEAKED");
        if (it.pods().isEmpty()) {
            it.symptom("Node " + node + " has fewer addresses for pods than it should.");
        } else {
            it.podSymptom("waits for an address");
        }
        it.cause(inferred ? inferred(map, count) : reported(count))
                .sandboxWarning()
                .evidence(it.cluster()
                        .ciliumNode(node)
                        .map(object -> Evidence.field(
                                object.ref(), "spec.ipam.podCIDRs", object.list("spec", "ipam", "podCIDRs"))));
        map.blocks().stream()
                .filter(block -> block.unowned() > 0 || !block.leaked().isEmpty())
                .forEach(block -> it.evidence(use(block)));
        it.evidence(leaked(it, map.leaked()));
        fixes(it, map, count);
    }

    private String reported(long count) {
        return "Cilium's agent on " + node + " holds " + addresses(count) + " for pods that do not exist."
                + " It gives an address back when it hears that the sandbox of the pod was deleted; of these it did not hear, or"
                + " the sandbox was never completed.";
    }

    private String inferred(NodeMap map, long count) {
        return "Cilium's agent on " + node + " finds no free address, but only "
                + Wording.grouped(map.used() - count) + " of " + Wording.grouped(map.usable())
                + " have an owner. The other " + Wording.grouped(count)
                + " are probably held for pods that no longer exist. This is inferred: the agent's own status, which would say"
                + " so, was not collected.";
    }

    private static String addresses(long count) {
        return Wording.grouped(count) + (count == 1 ? " address" : " addresses");
    }

    /** {@code 10.80.0.64/27: 30 of 30 used: 2 by the agent itself, 21 by pods, 7 by none}. */
    private static String use(Block block) {
        long none = block.unowned() + block.leaked().size();
        long pods = block.used() - block.reservedCount() - none;
        return block.known() + ": " + Wording.grouped(block.used()) + " of " + Wording.grouped(block.usable())
                + " addresses allocated: " + Wording.grouped(block.reservedCount()) + " to the agent itself, "
                + Wording.grouped(pods) + " to pods, " + Wording.grouped(none) + " to "
                + (block.unowned() > 0 ? "no known owner" : "pods that do not exist");
    }

    /** What the agent says of each, in the words of its status. */
    private String leaked(ExplanationBuilder it, List<Address> addresses) {
        if (addresses.isEmpty()) {
            return "";
        }
        Optional<Node> asked = it.view().node(node);
        String agent = asked.flatMap(Node::askedAgent).orElse("");
        boolean endpoints = asked.flatMap(Node::allocations).orElse(List.of()).stream()
                .anyMatch(one -> one.endpoint().isPresent());
        int more = addresses.size() - LISTED;
        return "status of the agent " + agent + ", allocated addresses: "
                + addresses.stream()
                        .limit(LISTED)
                        .map(address -> address.ip() + " (" + address.owner() + ")")
                        .collect(Collectors.joining(", "))
                + (more > 0 ? " and " + Wording.grouped(more) + " more" : "")
                + "; there are no such pods on " + node
                + (endpoints
                        ? ", and the agent has no endpoints for them"
                        : ", unless they were created after the list of pods was collected");
    }

    private void fixes(ExplanationBuilder it, NodeMap map, long count) {
        String agent = it.cluster().agent(node).map(Pod::name).orElse("AGENT");
        long waiting = it.pods().size();
        it.fix(
                "Restart the agent on " + node + ": it takes back the addresses of pods that exist, and no others",
                it.kubectl(it.cluster().agent(node).map(Pod::namespace), "delete pod " + agent),
                waiting == 0
                        ? "Running pods keep their addresses."
                        : "Running pods keep their addresses, and " + Wording.grouped(Math.min(count, waiting))
                                + " of the "
                                + Wording.grouped(waiting) + " waiting " + (waiting == 1 ? "pod gets" : "pods get")
                                + " one within about half a minute.");
        FullNode full = FullNode.of(map, it.cluster());
        if (full.excess() > 0) {
            ScaleDown.of(List.of(full), it.view()).stream()
                    .limit(1)
                    .forEach(one -> it.fix(
                            "Then scale " + one.workload() + " down from " + Wording.grouped(one.from()) + " to "
                                    + Wording.grouped(one.to()) + " pods, because " + Wording.grouped(full.excess())
                                    + " too many are on " + node + " all the same",
                            one.command(it.lab())));
        }
    }
}
