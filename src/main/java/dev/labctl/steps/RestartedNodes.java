package dev.labctl.steps;

import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.provider.HaltedNodes;
import dev.labctl.provider.HaltedNodes.Condition;
import dev.labctl.tree.Tree;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the kubelets of nodes that were started have reported since: until then the API server has the nodes as Ready and their
 * containers as running, because no kubelet reported that they stopped.
 */
final class RestartedNodes {
    private RestartedNodes() {}

    /**
     * The status of the nodes that were halted.
     *
     * @param since when the first of them started, by the clock of the nodes
     */
    static ObjectStatus status(KubeApi api, HaltedNodes halted, Instant since) {
        // What runs on a node that was paused goes on.
        List<String> started = halted.names(Condition.STOPPED);
        List<KubeObject> nodes = api.list("v1", "Node", Optional.empty(), Map.of()).stream()
                .filter(node -> halted.of(node.name()).isPresent())
                .toList();
        Optional<String> notReady = nodes.stream()
                .filter(node -> !node.conditionTrue("Ready") && !lacksNetwork(node))
                .findFirst()
                .map(node -> "Node " + node.name() + " is not Ready yet");
        return ObjectStatus.currentUnless(notReady.or(() -> api.list("v1", "Pod", Optional.empty(), Map.of()).stream()
                .filter(pod -> started.contains(pod.text("spec", "nodeName").orElse("")))
                .filter(pod -> runsSinceBefore(pod, since))
                .findFirst()
                .map(pod -> "Node " + pod.text("spec", "nodeName").orElse("") + " has not reported its pods yet")));
    }

    /** Without Cilium no node of a lab is ready. */
    private static boolean lacksNetwork(KubeObject node) {
        return node.condition("Ready")
                .filter(ready -> ready.message().contains("NetworkPluginNotReady"))
                .isPresent();
    }

    /** Containers end with their node. Their times have no fractions of seconds. */
    private static boolean runsSinceBefore(KubeObject pod, Instant since) {
        Instant second = since.truncatedTo(ChronoUnit.SECONDS);
        return pod.list("status", "containerStatuses").stream()
                .flatMap(container -> Tree.time(container, "state", "running", "startedAt").stream())
                .anyMatch(began -> began.isBefore(second));
    }
}
