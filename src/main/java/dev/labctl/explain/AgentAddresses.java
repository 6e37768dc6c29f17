package dev.labctl.explain;

import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.HostScope;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;
import java.util.stream.Collectors;

/** A node's block is too small even for the agent's own addresses. */
record AgentAddresses() implements Cause {
    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        List<KubeObject> nodes = AgentNotReady.nodes(victims, clues);
        String purposes =
                clues.infrastructure().purposes().stream().map(String::valueOf).collect(Collectors.joining(", "));
        Draft draft = Draft.error("NO_ROOM_FOR_AGENT", victims)
                .symptom(AgentNotReady.nodesAndPods(nodes, "takes no pods", "take no pods", victims, clues))
                .cause(
                        "The block of a node is too small: the agent takes addresses for itself before any pod gets one, and they"
                                + " do not fit. It crashes over it.");
        for (KubeObject node : nodes.subList(0, Math.min(3, nodes.size()))) {
            for (Cidr block : NodeRules.blocks(node.name(), clues)) {
                draft.evidence(
                        node.name() + ": " + block + ": " + Quote.counted(HostScope.usable(block), "usable address")
                                + "; the agent needs " + clues.infrastructure().count() + " (" + purposes + ")");
            }
            clues.agent(node.name()).ifPresent(agent -> AgentNotReady.container(agent)
                    .ifPresent(status ->
                            draft.evidence(Quote.container(agent, status)).evidence(Quote.lastWords(status).stream())));
        }
        nodes.stream()
                .limit(1)
                .flatMap(node -> NodeRules.infrastructureFailure(node.name(), clues).stream())
                .forEach(text -> draft.evidence("what such an agent ends with: \"" + text + "\""));
        draft.evidence(clues.map().pools().stream().map((PoolMap pool) -> AllocatorFull.pool(pool, clues)));
        return RangeFull.largerBlocks(draft, clues).done();
    }
}
