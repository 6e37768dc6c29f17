package dev.labctl.explain.causes.addresses;

import dev.labctl.cluster.Kind;
import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.ExplanationBuilder;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.explain.facts.Wording;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;
import java.util.Optional;

/**
 * Kubernetes gave a node no CIDR, and Cilium, in mode kubernetes, waits for one.
 *
 * @param family the first that is missing, where the node has a CIDR of another; empty where it has none at all
 */
public record NodeCidrMissing(Optional<Family> family) implements Cause {
    @Override
    public void explain(ExplanationBuilder it) {
        List<KubeObject> nodes = it.nodes();
        family.ifPresentOrElse(one -> mismatch(it, nodes, one), () -> missing(it, nodes));
    }

    private static void mismatch(ExplanationBuilder it, List<KubeObject> nodes, Family family) {
        String key = family.key();
        it.error("FAMILY_MISMATCH")
                .nodeSymptom(nodes, "accepts no new pods")
                .cause(family + " is enabled in Cilium, but the nodes have no " + family
                        + " CIDR, because the cluster was created without it. In mode kubernetes the agent waits for one (\""
                        + IpamTexts.waitingForCidr(family) + "\"), and crashes after five minutes.")
                .evidence("ConfigMap kube-system/cilium-config: ipam: kubernetes, enable-" + key + ": true")
                .evidence(nodes.stream()
                        .limit(3)
                        .map(node -> Evidence.field(node.ref(), "spec.podCIDRs", node.list("spec", "podCIDRs"))));
        nodes.stream().limit(1).forEach(node -> it.agent(node.name(), "PodCIDR"));
        it.fix(
                        "Disable " + family + " in Cilium's values (" + key
                                + ".enabled: false), if the lab does not need it",
                        it.lab().labctl("cilium-install"))
                .fix(
                        "Or create a cluster that has it: networking.ipFamily in kind.yaml",
                        it.lab().labctl("up", "--recreate"));
    }

    private static void missing(ExplanationBuilder it, List<KubeObject> nodes) {
        List<KubeObject> all = it.cluster().list(Kind.NODE);
        List<KubeObject> described = nodes.subList(0, Math.min(3, nodes.size()));
        it.error("NODE_CIDR_MISSING")
                .nodeSymptom(nodes, "has no pod CIDR and cannot accept new pods")
                .cause(
                        "In mode kubernetes the agent uses the CIDR that Kubernetes' controller manager gives to the node, but"
                                + " the node has none: the cluster's pod subnet is used up, or node CIDRs are switched off.")
                .evidence(described.stream().map(node -> Evidence.field(node.ref(), "spec.podCIDRs", "none")));
        described.forEach(node -> it.event(
                node,
                it.cluster().view().observation().events(node).stream()
                        .filter(event -> event.text("reason")
                                .filter(IpamTexts.CIDR_NOT_AVAILABLE::equals)
                                .isPresent())
                        .findFirst()));
        long with = all.stream()
                .filter(node -> !node.list("spec", "podCIDRs").isEmpty())
                .count();
        it.evidence("nodes with a pod CIDR: " + with + " of " + Wording.grouped(all.size()))
                .fix(
                        "Create the cluster with a larger pod subnet (networking.podSubnet in kind.yaml), or with smaller node"
                                + " CIDRs (node-cidr-mask-size of the controller manager)",
                        it.lab().labctl("up", "--recreate"));
    }
}
