package dev.labctl.explain;

import dev.labctl.ipam.IpamTexts;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;

/** Kubernetes gave a node no CIDR, and Cilium, in mode kubernetes, waits for one. */
record NodeCidrMissing() implements Cause {
    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        List<KubeObject> nodes = AgentNotReady.nodes(victims, clues);
        return Draft.error("NODE_CIDR_MISSING", victims)
                .symptom(AgentNotReady.nodesAndPods(
                        nodes,
                        "has no pod CIDR and takes no pods",
                        "have no pod CIDR and take no pods",
                        victims,
                        clues))
                .cause(
                        "In mode kubernetes the agent uses the CIDR that Kubernetes' controller manager gives to the node, and"
                                + " it has given none: the cluster's pod subnet is used up, or node CIDRs are switched off.")
                .evidence(nodes.stream().limit(3).map(node -> Quote.field(node.ref(), "spec.podCIDRs", "not there")))
                .evidence(nodes.stream().limit(3).flatMap(node -> clues.seen().events(node).stream()
                        .filter(event -> event.text("reason")
                                .filter(IpamTexts.CIDR_NOT_AVAILABLE::equals)
                                .isPresent())
                        .limit(1)
                        .map(event -> Quote.event(node, event))))
                .evidence("node CIDRs given: "
                        + clues.seen().list("Node").stream()
                                .filter(node -> !node.list("spec", "podCIDRs").isEmpty())
                                .count()
                        + " of " + Quote.counted(clues.seen().list("Node").size(), "node"))
                .advise(
                        "Make the cluster with a larger pod subnet (networking.podSubnet in kind.yaml), or with smaller node"
                                + " CIDRs (node-cidr-mask-size of the controller manager)",
                        clues.lab().labctl("up", "--recreate"))
                .done();
    }
}
