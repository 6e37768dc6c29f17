package dev.labctl.explain.causes.addresses;

import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.ExplanationBuilder;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;

/**
 * Cilium is to give addresses of a family that the nodes have no CIDR of, in mode kubernetes.
 *
 * @param missing the first such family
 */
public record FamilyMismatch(Family missing) implements Cause {
    @Override
    public void explain(ExplanationBuilder it) {
        List<KubeObject> nodes = it.affected().nodes();
        String key = missing == Family.IPV4 ? "ipv4" : "ipv6";
        it.error("FAMILY_MISMATCH")
                .nodeSymptom(nodes, "accepts no new pods")
                .cause(missing + " is enabled in Cilium, but the nodes have no " + missing
                        + " CIDR, because the cluster was created without it. In mode kubernetes the agent waits for one (\""
                        + IpamTexts.waitingForCidr(missing) + "\"), and crashes after five minutes.")
                .evidence("ConfigMap kube-system/cilium-config: ipam: kubernetes, enable-" + key + ": true")
                .evidence(nodes.stream()
                        .limit(3)
                        .map(node -> Evidence.field(node.ref(), "spec.podCIDRs", node.list("spec", "podCIDRs"))));
        nodes.stream().limit(1).forEach(node -> it.agent(node.name(), "PodCIDR"));
        it.fix(
                        "Disable " + missing + " in Cilium's values (" + key
                                + ".enabled: false), if the lab does not need it",
                        it.lab().labctl("cilium-install"))
                .fix(
                        "Or create a cluster that has it: networking.ipFamily in kind.yaml",
                        it.lab().labctl("up", "--recreate"));
    }
}
