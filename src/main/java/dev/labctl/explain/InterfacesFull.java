package dev.labctl.explain;

import dev.labctl.ipam.IpamTexts;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.util.List;

/** A node's network interfaces have no address left, in mode eni. */
record InterfacesFull() implements Cause {
    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        List<KubeObject> nodes = AgentNotReady.nodes(victims, clues);
        Draft draft = Draft.error("INTERFACES_FULL", victims)
                .symptom(victims.say("waits for an address", "wait for an address", clues))
                .cause(
                        "The network interfaces of the node have no address left. How many they can have is decided by the"
                                + " instance type, and by what the subnet has left.")
                .evidence(
                        victims.pods().stream()
                                .flatMap(pod -> clues
                                        .warning(pod, IpamTexts.POD_EVENT_REASON)
                                        .map(event -> Quote.event(pod, event))
                                        .stream())
                                .limit(1));
        nodes.stream()
                .limit(3)
                .flatMap(node -> clues.ciliumNode(node.name()).stream())
                .forEach(node -> draft.evidence(node.ref() + ": instance type "
                                + node.text("spec", "eni", "instance-type").orElse("unknown") + ", "
                                + Quote.counted(
                                        Tree.map(node.tree(), "spec", "ipam", "pool")
                                                .size(),
                                        "address") + ", "
                                + Quote.counted(
                                        Tree.map(node.tree(), "status", "ipam", "used")
                                                .size(),
                                        "address") + " in use")
                        .evidence(node.text("status", "ipam", "operator-status", "error")
                                .map(text -> Quote.field(
                                        node.ref(), "status.ipam.operator-status.error", "\"" + text + "\""))));
        return draft.advise(
                        "Spread the pods over more nodes, or take a larger instance type; with prefix delegation"
                                + " (eni.awsEnablePrefixDelegation: true) Nitro instances have sixteen times as many",
                        "")
                .done();
    }
}
