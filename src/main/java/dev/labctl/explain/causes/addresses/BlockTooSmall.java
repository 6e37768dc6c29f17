package dev.labctl.explain.causes.addresses;

import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.ExplanationBuilder;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.Wording;
import dev.labctl.ipam.HostScope;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;
import java.util.stream.Collectors;

/** A node's block is too small even for the agent's own addresses. */
public record BlockTooSmall() implements Cause {
    @Override
    public void explain(ExplanationBuilder it) {
        ClusterIndex cluster = it.cluster();
        List<KubeObject> nodes = it.nodes();
        String needs = "; the agent needs " + cluster.infrastructure().count() + " ("
                + cluster.infrastructure().purposes().stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "))
                + ")";
        it.error("NO_ROOM_FOR_AGENT")
                .nodeSymptom(nodes, "accepts no new pods")
                .cause(
                        "The node's block is too small: before any pod gets an address, the agent takes some for itself, and"
                                + " these do not fit. The agent crashes because of it.");
        nodes.stream().limit(3).forEach(node -> it.evidence(cluster.cidrs(node.name()).stream()
                        .map(block -> node.name() + ": " + block + ": "
                                + Wording.counted(HostScope.usable(block), "usable address") + needs))
                .agent(node.name(), ""));
        it.evidence(nodes.stream()
                        .limit(1)
                        .flatMap(node -> cluster.infrastructureFailure(node.name()).stream())
                        .map(text -> "an agent ends with this error: \"" + text + "\""))
                .lists();
        ValuesFix.largerBlocks(it);
    }
}
