package dev.labctl.explain.causes.addresses;

import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.ExplanationBuilder;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.explain.facts.Wording;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.Observation;
import java.util.List;

/** Kubernetes gave a node no CIDR, and Cilium, in mode kubernetes, waits for one. */
public record NodeCidrMissing() implements Cause {
    @Override
    public void explain(ExplanationBuilder it) {
        Observation observation = it.cluster().observation();
        List<KubeObject> nodes = it.affected().nodes();
        List<KubeObject> described = nodes.subList(0, Math.min(3, nodes.size()));
        it.error("NODE_CIDR_MISSING")
                .nodeSymptom(nodes, "has no pod CIDR and cannot accept new pods")
                .cause(
                        "In mode kubernetes the agent uses the CIDR that Kubernetes' controller manager gives to the node, but"
                                + " the node has none: the cluster's pod subnet is used up, or node CIDRs are switched off.")
                .evidence(described.stream().map(node -> Evidence.field(node.ref(), "spec.podCIDRs", "none")))
                .evidence(described.stream().flatMap(node -> observation.events(node).stream()
                        .filter(event -> event.text("reason")
                                .filter(IpamTexts.CIDR_NOT_AVAILABLE::equals)
                                .isPresent())
                        .limit(1)
                        .map(event -> Evidence.event(node, event))))
                .evidence("nodes with a pod CIDR: "
                        + observation.list("Node").stream()
                                .filter(node -> !node.list("spec", "podCIDRs").isEmpty())
                                .count()
                        + " of " + Wording.grouped(observation.list("Node").size()))
                .fix(
                        "Create the cluster with a larger pod subnet (networking.podSubnet in kind.yaml), or with smaller node"
                                + " CIDRs (node-cidr-mask-size of the controller manager)",
                        it.lab().labctl("up", "--recreate"));
    }
}
