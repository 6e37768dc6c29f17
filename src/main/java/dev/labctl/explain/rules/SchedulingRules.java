package dev.labctl.explain.rules;

import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.workloads.NotScheduled;
import dev.labctl.explain.causes.workloads.PodCause;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.KubeObject.Condition;
import dev.labctl.tree.Tree;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a pod has no node. */
final class SchedulingRules {
    private SchedulingRules() {}

    static Optional<Cause> cause(KubeObject pod, Diagnosis diagnosis) {
        ClusterIndex cluster = diagnosis.cluster();
        if (ClusterIndex.nodeName(pod).isPresent()) {
            return Optional.empty();
        }
        Optional<String> message = pod.condition("PodScheduled")
                .filter(condition -> condition.reason().equals("Unschedulable"))
                .map(Condition::message);
        if (message.isEmpty()) {
            return Optional.of(new PodCause(
                    cluster.isRecent(pod.created()) ? PodCause.Kind.STARTING : PodCause.Kind.UNKNOWN,
                    cluster.owner(pod)));
        }
        String text = message.get();
        // A recovering node does not help where others lack room: then the scheduler's message explains both.
        boolean full = text.contains("Insufficient ") || text.contains("Too many pods");
        Optional<Cause> ofNode = full || NotScheduled.TEMPORARY_TAINTS.stream().noneMatch(text::contains)
                ? Optional.empty()
                : ofTaintedNodes(pod, diagnosis);
        return ofNode.or(() -> Optional.of(new NotScheduled(cluster.owner(pod), text)));
    }

    /** The pod fits on a node that accepts none at the moment: the node's cause is the pod's. */
    private static Optional<Cause> ofTaintedNodes(KubeObject pod, Diagnosis diagnosis) {
        Map<String, String> selector = pod.texts("spec", "nodeSelector");
        List<KubeObject> nodes = diagnosis.cluster().observation().list("Node");
        return nodes.stream()
                .filter(node -> node.labels().entrySet().containsAll(selector.entrySet()))
                .filter(node -> temporary(node).anyMatch(taint -> taint))
                // A control plane that recovers accepts no more pods than before.
                .sorted(Comparator.comparing(node -> !temporary(node).allMatch(taint -> taint)))
                .flatMap(node -> diagnosis.ofNode(node.name()).stream())
                .findFirst();
    }

    /** Of each taint of a node whether it is temporary. */
    private static Stream<Boolean> temporary(KubeObject node) {
        return node.list("spec", "taints").stream().map(taint -> Tree.text(taint, "key")
                .filter(NotScheduled.TEMPORARY_TAINTS::contains)
                .isPresent());
    }
}
