package dev.labctl.explain.causes;

import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.KubeObject.Condition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The kubelet reports that its node cannot run pods, or reports nothing any more. */
public record NodeNotReady(Why why) implements Cause {
    /** What is missing: the stable word for it, and the cause in words. */
    public enum Why {
        /** The kubelet stopped reporting (Kubernetes {@code pkg/controller/nodelifecycle}). */
        UNREACHABLE(
                "NODE_NOT_READY",
                "The kubelet does not respond: the node is stopped, or cut off from the API server. Its pods count as not"
                        + " ready, and new pods go to other nodes."),
        JOINING("NODE_NOT_READY", "It joined a moment ago and is not ready yet."),
        OTHER("NODE_NOT_READY", "The kubelet reports what is missing."),
        NO_CILIUM(
                "CNI_NOT_READY",
                "There is no network plugin, because Cilium is not installed. Until it is, only pods in the host network run."),
        AGENT_PENDING("CNI_NOT_READY", "Cilium is installed, but its agent has not set up the network here yet.");

        private final String reason;
        private final String words;

        Why(String reason, String words) {
            this.reason = reason;
            this.words = words;
        }
    }

    /** The cause in a node's Ready condition; empty where the node is ready. */
    public static Optional<NodeNotReady> of(KubeObject node, ClusterIndex cluster) {
        Optional<Condition> ready = node.condition("Ready");
        if (ready.filter(Condition::isTrue).isPresent()) {
            return Optional.empty();
        }
        String reason = ready.map(Condition::reason).orElse("");
        if (ready.map(Condition::message).orElse("").contains("NetworkPluginNotReady")) {
            return Optional.of(new NodeNotReady(cluster.ciliumInstalled() ? Why.AGENT_PENDING : Why.NO_CILIUM));
        }
        return Optional.of(new NodeNotReady(
                reason.equals("NodeStatusUnknown")
                        ? Why.UNREACHABLE
                        : cluster.isRecent(node.created()) ? Why.JOINING : Why.OTHER));
    }

    /** Whether only the network is missing. */
    public boolean lacksNetwork() {
        return why == Why.NO_CILIUM || why == Why.AGENT_PENDING;
    }

    @Override
    public Set<String> concludesFromAbsence() {
        return why == Why.AGENT_PENDING
                ? Set.of("Pod")
                : why == Why.NO_CILIUM ? Set.of("ConfigMap", "DaemonSet") : Set.of();
    }

    @Override
    public void explain(ExplanationBuilder it) {
        List<KubeObject> nodes =
                it.nodes().stream().filter(node -> !node.conditionTrue("Ready")).toList();
        String names = nodes.stream().map(KubeObject::name).collect(Collectors.joining(" "));
        it.severity(why == Why.JOINING, why.reason)
                .nodeSymptom(nodes, "is not ready")
                .cause(why.words)
                .conditions(nodes, "Ready", lacksNetwork() ? 1 : 3);
        switch (why) {
            case UNREACHABLE ->
                it.fix(
                        it.lab().startNodes().isEmpty()
                                ? "If the node's machine is stopped, start it again"
                                : "If the node's container is stopped, start it again",
                        it.lab().startNodes().replace("NODES", names),
                        "The node and its pods are ready again a few seconds later.");
            case JOINING -> {}
            case OTHER -> it.fix("See what else the node reports", it.kubectl("describe node " + names));
            case NO_CILIUM ->
                it.evidence("ConfigMap kube-system/cilium-config and DaemonSet kube-system/cilium do not exist")
                        .fix(
                                "Install Cilium",
                                it.labctl("cilium-install"),
                                "The nodes become ready, and the waiting pods run.");
            case AGENT_PENDING -> it.fix("Check the agents", it.cilium("get pods -l k8s-app=cilium -o wide"));
        }
    }
}
