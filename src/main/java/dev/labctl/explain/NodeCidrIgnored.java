package dev.labctl.explain;

import dev.labctl.addresses.AddressMap.NodeMap;
import dev.labctl.explain.Explanation.Severity;
import dev.labctl.kubernetes.KubeObject;

/** A node shows a CIDR that nobody uses. */
record NodeCidrIgnored() implements Cause {
    static boolean is(KubeObject node, ClusterIndex clues) {
        return clues.ciliumInstalled()
                && clues.addresses(node.name())
                        .filter(map -> !map.ignored().isEmpty() && !map.blocks().isEmpty())
                        .isPresent();
    }

    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        NodeMap map = clues.addresses(victims.first().name()).orElseThrow();
        return Draft.of(Severity.NOTE, "NODE_CIDR_IGNORED", victims)
                .symptom("Node " + map.name() + " shows the pod CIDR " + Quote.names(map.ignored())
                        + ", and no pod has an address" + " of it.")
                .cause("Kubernetes gave it to the node. In mode "
                        + clues.settings().mode() + " Cilium does not use it: the node's"
                        + " addresses come from "
                        + Quote.names(
                                map.blocks().stream().map(block -> block.cidr()).toList())
                        + ". That is as it should be.")
                .evidence(Quote.field(
                        victims.first().ref(), "spec.podCIDRs", victims.first().list("spec", "podCIDRs")))
                .evidence("CiliumNode " + map.name() + ": blocks: "
                        + Quote.names(
                                map.blocks().stream().map(block -> block.cidr()).toList()))
                .done();
    }
}
