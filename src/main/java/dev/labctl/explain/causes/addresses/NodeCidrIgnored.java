package dev.labctl.explain.causes.addresses;

import dev.labctl.addresses.NodeMap;
import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.ExplanationBuilder;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.explain.facts.Wording;
import dev.labctl.kubernetes.KubeObject;
import java.util.Optional;

/** A node shows a pod CIDR that is not used. */
public record NodeCidrIgnored() implements Cause {
    /** The cause, for a node whose addresses come from other blocks. */
    public static Optional<Cause> of(KubeObject node, ClusterIndex cluster) {
        return cluster.addresses(node.name())
                .filter(map -> cluster.ciliumInstalled()
                        && !map.ignored().isEmpty()
                        && !map.blocks().isEmpty())
                .map(map -> new NodeCidrIgnored());
    }

    @Override
    public void explain(ExplanationBuilder it) {
        KubeObject node = it.affected().first();
        NodeMap map = it.cluster().addresses(node.name()).orElseThrow();
        String blocks = Wording.names(it.cluster().cidrs(node.name()));
        it.note("NODE_CIDR_IGNORED")
                .symptom("Node " + map.name() + " shows the pod CIDR " + Wording.names(map.ignored())
                        + ", but no pod has an address of it.")
                .cause("Kubernetes gave it to the node. In mode "
                        + it.cluster().settings().mode()
                        + " Cilium does not use it: the node's addresses come from " + blocks
                        + ". This is not an error.")
                .evidence(Evidence.field(node.ref(), "spec.podCIDRs", node.list("spec", "podCIDRs")))
                .evidence("CiliumNode " + map.name() + ": blocks: " + blocks);
    }
}
