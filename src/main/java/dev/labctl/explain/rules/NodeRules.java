package dev.labctl.explain.rules;

import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.addresses.BlockTooSmall;
import dev.labctl.explain.causes.nodes.AgentNotReady;
import dev.labctl.explain.causes.nodes.CniNotReady;
import dev.labctl.explain.causes.nodes.NodeNotReady;
import dev.labctl.explain.causes.workloads.ImagePull;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.ipam.IpamMode;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.KubeObject.Condition;
import java.util.Optional;

/** Why a node accepts no pods: first its kubelet, then Cilium's agent, then the block of addresses that the agent needs. */
final class NodeRules {
    private NodeRules() {}

    static Optional<Cause> blocking(KubeObject node, ClusterIndex cluster) {
        Optional<Condition> ready = node.condition("Ready");
        boolean isReady = ready.filter(Condition::isTrue).isPresent();
        boolean waitsForCni = ready.filter(condition -> condition.message().contains("NetworkPluginNotReady"))
                .isPresent();
        if (!isReady && !waitsForCni) {
            return Optional.of(new NodeNotReady());
        }
        Optional<Cause> cause = cluster.ciliumInstalled() ? agent(node, cluster) : Optional.empty();
        return isReady ? cause : cause.or(() -> Optional.of(new CniNotReady(cluster.ciliumInstalled())));
    }

    private static Optional<Cause> agent(KubeObject node, ClusterIndex cluster) {
        if (cluster.agentReady(node.name())) {
            return Optional.empty();
        }
        Optional<KubeObject> agent = cluster.agent(node.name());
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
