package dev.labctl.explain;

import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;
import java.util.Set;

/**
 * Cilium is to give addresses of a family that the nodes have no CIDR of, in mode kubernetes.
 *
 * @param missing what the nodes do not have
 */
record FamilyMismatch(Set<Family> missing) implements Cause {
    FamilyMismatch {
        missing = Set.copyOf(missing);
    }

    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        List<KubeObject> nodes = AgentNotReady.nodes(victims, clues);
        Family family = missing.iterator().next();
        String key = family == Family.IPV4 ? "ipv4" : "ipv6";
        Draft draft = Draft.error("FAMILY_MISMATCH", victims)
                .symptom(AgentNotReady.nodesAndPods(nodes, "takes no pods", "take no pods", victims, clues))
                .cause("Cilium has " + family + " switched on, and the nodes have no " + family
                        + " CIDR: the cluster was"
                        + " made without it. In mode kubernetes the agent waits for one (\""
                        + IpamTexts.waitingForCidr(family) + "\"), and crashes after five minutes of it.")
                .evidence("ConfigMap kube-system/cilium-config: ipam: kubernetes, enable-" + key + ": true")
                .evidence(nodes.stream()
                        .limit(3)
                        .map(node -> Quote.field(node.ref(), "spec.podCIDRs", node.list("spec", "podCIDRs"))));
        nodes.stream()
                .limit(1)
                .flatMap(node -> clues.agent(node.name()).stream())
                .forEach(agent -> AgentNotReady.container(agent)
                        .ifPresent(status -> draft.evidence(Quote.container(agent, status))
                                .evidence(Quote.lastWords(status).stream().filter(line -> line.contains("PodCIDR")))));
        return draft.advise(
                        "Switch " + family + " off in Cilium's values (" + key
                                + ".enabled: false), if the lab does not need it",
                        clues.lab().labctl("cilium-install"))
                .advise(
                        "Or make a cluster that has it: networking.ipFamily in kind.yaml",
                        clues.lab().labctl("up", "--recreate"))
                .done();
    }
}
