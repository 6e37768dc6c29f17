package dev.labctl.explain.causes;

import dev.labctl.cluster.Container;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;

/**
 * A node's agent does not become ready, for a reason that its log may give.
 *
 * @param starting whether it started a moment ago, and nothing speaks against it
 */
public record AgentNotReady(boolean starting) implements Cause {
    /** How many nodes are described. */
    private static final int DESCRIBED = 3;

    /** The cause in the state of an agent. */
    public static AgentNotReady of(Pod agent, ClusterIndex cluster) {
        return new AgentNotReady(restarts(agent) == 0
                && cluster.isRecent(ClusterIndex.agentContainer(agent)
                        .flatMap(Container::startedAt)
                        .or(() -> agent.object().created())));
    }

    @Override
    public void explain(ExplanationBuilder it) {
        ClusterIndex cluster = it.cluster();
        List<KubeObject> nodes = it.nodes();
        List<Pod> agents = nodes.stream()
                .flatMap(node -> cluster.agent(node.name()).stream())
                .toList();
        it.severity(starting, "AGENT_NOT_READY")
                .nodeSymptom(nodes, "accepts no new pods")
                .cause(cause(agents));
        for (KubeObject node : nodes.subList(0, Math.min(DESCRIBED, nodes.size()))) {
            it.agent(node.name(), "");
            cluster.agent(node.name()).ifPresent(agent -> it.lastWarning(agent.object(), "Unhealthy"));
            it.blocks(node.name());
        }
        if (starting) {}
        agents.stream()
                .limit(1)
                .forEach(agent -> it.fix(
                        "Read the agent's log",
                        it.lab()
                                .kubectl(
                                        agent.object().namespace(),
                                        "logs " + agent.name() + " -c cilium-agent"
                                                + (restarts(agent) > 0 ? " --previous" : "") + " --tail=50")));
        it.fix(
                "If Cilium's values were changed, restore those of the lab",
                it.lab().labctl("cilium-install"));
    }

    private String cause(List<Pod> agents) {
        if (agents.isEmpty()) {
            return "There is no Cilium agent, so pods there get no addresses.";
        }
        if (starting) {
            return "The Cilium agent started a moment ago and is not ready yet.";
        }
        return agents.stream().anyMatch(agent -> restarts(agent) > 0)
                ? "The Cilium agent crashes, so new pods get no addresses. Running pods keep their network."
                : "The Cilium agent does not become ready, so new pods get no addresses.";
    }

    private static long restarts(Pod agent) {
        return ClusterIndex.agentContainer(agent).map(Container::restarts).orElse(0L);
    }
}
