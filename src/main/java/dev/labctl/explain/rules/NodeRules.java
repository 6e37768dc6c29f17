package dev.labctl.explain.rules;

import dev.labctl.cluster.Pod;
import dev.labctl.explain.causes.AgentNotReady;
import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.ImagePull;
import dev.labctl.explain.causes.NodeNotReady;
import dev.labctl.explain.causes.addresses.BlockTooSmall;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.ipam.IpamMode;
import dev.labctl.kubernetes.KubeObject;
import java.util.Optional;

/** Why a node accepts no pods: first its kubelet, then Cilium's agent, then the block of addresses that the agent needs. */
final class NodeRules {
    private NodeRules() {}

    static Optional<Cause> blocking(KubeObject node, ClusterIndex cluster) {
        Optional<NodeNotReady> notReady = NodeNotReady.of(node, cluster);
        boolean asksAgent = cluster.ciliumInstalled()
                && notReady.filter(cause -> !cause.lacksNetwork()).isEmpty();
        return (asksAgent ? agent(node, cluster) : Optional.<Cause>empty()).or(() -> notReady);
    }

    private static Optional<Cause> agent(KubeObject node, ClusterIndex cluster) {
        if (cluster.agentReady(node.name())) {
            return Optional.empty();
        }
        Optional<Pod> agent = cluster.agent(node.name());
        return agent.flatMap(ImagePull::of)
                .or(() -> BlockRules.missing(node, cluster))
                .or(() -> tooSmall(node, cluster))
                .or(() -> Optional.of(
                        agent.map(pod -> AgentNotReady.of(pod, cluster)).orElse(new AgentNotReady(false))));
    }

    private static Optional<Cause> tooSmall(KubeObject node, ClusterIndex cluster) {
        return cluster.is(IpamMode.MULTI_POOL)
                ? Optional.empty()
                : cluster.infrastructureFailure(node.name()).map(error -> new BlockTooSmall());
    }
}
