package dev.labctl.explain.causes;

import dev.labctl.cluster.Container;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;
import java.util.Set;

/** Causes in Cilium's own pods: its agents and its operator. */
public final class CiliumCauses {
    private CiliumCauses() {}

    /** A node's agent is not ready: it has just started, or its log may give the reason. */
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
        public Set<String> concludesFromAbsence() {
            return Set.of("Pod");
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
            agents.stream()
                    .limit(1)
                    .forEach(agent -> it.fix(
                            "Read the agent's log",
                            it.kubectl(
                                    agent.object().namespace(),
                                    "logs " + agent.name() + " -c cilium-agent"
                                            + (restarts(agent) > 0 ? " --previous" : "") + " --tail=50")));
            it.fix("If Cilium's values were changed, restore those of the lab", it.labctl("cilium-install"));
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

    /** No operator is ready, so nodes get no blocks of addresses. */
    public record OperatorNotReady() implements Cause {
        @Override
        public Set<String> concludesFromAbsence() {
            return Set.of("Pod");
        }

        @Override
        public void explain(ExplanationBuilder it) {
            ClusterIndex cluster = it.cluster();
            List<Pod> operators = cluster.operators();
            boolean starting = !operators.isEmpty()
                    && operators.stream()
                            .allMatch(pod -> cluster.isRecent(pod.object().created())
                                    && pod.containers().stream().noneMatch(Container::isCrashing));
            List<KubeObject> nodes = it.nodes().stream()
                    .filter(node -> !cluster.agentReady(node.name()))
                    .toList();
            it.severity(starting, "OPERATOR_NOT_READY")
                    .nodeSymptom(nodes, "accepts no new pods")
                    .cause(
                            starting
                                    ? "Cilium's operator started a moment ago. It gives the nodes their blocks as soon as it is"
                                            + " ready."
                                    : operators.isEmpty()
                                            ? "There is no pod of Cilium's operator, so the nodes get no blocks of addresses."
                                            : "Cilium's operator is not ready, so the nodes get no blocks of addresses.");
            for (Pod pod : operators) {
                pod.containers().forEach(container -> it.container(pod, container));
                it.lastWarning(pod.object());
            }
            if (!starting) {
                it.operatorLog("Read the operator's log: it exits if it cannot use the values")
                        .fix("Restore the lab's values of Cilium", it.labctl("cilium-install"));
            }
        }
    }

    /** The list has free blocks, but the operator reports none: it reads the list only when it starts. */
    public record OperatorOutdated(boolean starting) implements Cause {
        public static OperatorOutdated of(ClusterIndex cluster) {
            return new OperatorOutdated(!cluster.operatorReady()
                    || cluster.operators().stream()
                            .anyMatch(pod -> cluster.isRecent(pod.object().since("Ready"))));
        }

        @Override
        public void explain(ExplanationBuilder it) {
            ClusterIndex cluster = it.cluster();
            it.severity(starting, "OPERATOR_BEHIND")
                    .nodeSymptom(it.nodes(), "has no block of addresses and cannot accept new pods")
                    .cause(
                            "Cilium's operator reports that no block is left, but the list in cilium-config has some: the list"
                                    + " was extended, and the operator reads it only when it starts."
                                    + (starting
                                            ? " It started a moment ago, and gives the node a block as soon as it leads."
                                            : ""));
            it.nodes().stream().limit(3).forEach(node -> it.operatorError(node.name()));
            it.lists()
                    .evidence(cluster.operators().stream()
                            .flatMap(pod -> Evidence.condition(pod.object(), "Ready")
                                    .map(line -> line
                                            + pod.object()
                                                    .since("Ready")
                                                    .map(at -> ", since " + at)
                                                    .orElse(""))
                                    .stream()));
            if (!starting) {
                it.fix(
                        "Restart the operator",
                        it.cilium("rollout restart deployment/cilium-operator"),
                        "It gives the node a block, the agent becomes ready, and pods can run there.");
            }
        }
    }
}
