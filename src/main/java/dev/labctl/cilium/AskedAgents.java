package dev.labctl.cilium;

import dev.labctl.cluster.AgentStatus;
import dev.labctl.cluster.Node;
import dev.labctl.cluster.Pod;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.Observation;
import dev.labctl.time.Deadline;
import dev.labctl.tree.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks agents which addresses they hold, by the commands that a sysdump collects as well. That takes a call into the agent's pod for
 * each, so only those are asked of which something is suspected.
 *
 * @param api of a cluster whose pods run
 */
public record AskedAgents(KubeApi api, Deadline deadline) {
    /** More agents would make a reader wait: what one holds is an example for the others. */
    private static final int MOST = 5;

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final String CONTAINER = "cilium-agent";
    private static final List<String> STATUS = List.of("cilium-dbg", "status", "--all-addresses");
    private static final List<String> ENDPOINTS = List.of("cilium-dbg", "endpoint", "list");

    /** The observation with what the agents of these nodes say; an agent that gives no answer is known not to have given one. */
    public Observation on(Observation seen, List<Node> nodes) {
        return seen.replacing(nodes.stream()
                .limit(MOST)
                .flatMap(node -> node.ciliumNode().map(object -> with(object, status(node))).stream())
                .toList());
    }

    private static KubeObject with(KubeObject ciliumNode, Map<String, Object> status) {
        return new KubeObject(Tree.with(ciliumNode.tree(), status, Node.AGENT_STATUS));
    }

    private Map<String, Object> status(Node node) {
        Optional<Pod> agent = node.pods().stream()
                .filter(pod -> pod.hasLabels(Map.of("k8s-app", "cilium")) && !pod.isDeleting())
                .findFirst();
        return agent.map(pod -> AgentStatus.read(pod.name(), answer(pod, STATUS)))
                .filter(status -> !status.isEmpty())
                .map(status -> status.tree(endpoints(agent.get())))
                .orElse(Map.of());
    }

    private Optional<Set<String>> endpoints(Pod agent) {
        return Optional.of(AgentStatus.endpoints(answer(agent, ENDPOINTS))).filter(found -> !found.isEmpty());
    }

    /** Empty where the reader may not ask, or the agent does not answer. */
    private String answer(Pod agent, List<String> command) {
        try {
            return api.exec(
                            agent.namespace(),
                            agent.name(),
                            CONTAINER,
                            command,
                            deadline.atMost(ANSWER).remaining())
                    .out();
        } catch (ApiException e) {
            return "";
        }
    }
}
