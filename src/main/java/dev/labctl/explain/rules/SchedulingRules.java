package dev.labctl.explain.rules;

import dev.labctl.cluster.Kind;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.NotScheduled;
import dev.labctl.explain.causes.PodCause;
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

    static Optional<Cause> cause(Pod pod, Diagnosis diagnosis) {
        ClusterIndex cluster = diagnosis.cluster();
        if (pod.node().isPresent()) {
            return Optional.empty();
        }
        Optional<String> message = pod.object()
                .condition("PodScheduled")
                .filter(condition -> condition.reason().equals("Unschedulable"))
                .map(Condition::message);
        if (message.isEmpty()) {
            return Optional.of(new PodCause(
                    cluster.isRecent(pod.object().created()) ? PodCause.Kind.STARTING : PodCause.Kind.UNKNOWN,
                    pod.rootOwner().ref()));
        }
        String text = message.get();
        // A recovering node does not help where others lack room: then the scheduler's message explains both.
        boolean full = text.contains("Insufficient ") || text.contains("Too many pods");
        Optional<Cause> ofNode = full || NotScheduled.TEMPORARY_TAINTS.stream().noneMatch(text::contains)
                ? Optional.empty()
                : ofTaintedNodes(pod, diagnosis);
        return ofNode.or(() -> Optional.of(new NotScheduled(pod.rootOwner().ref(), text)));
    }

    /** The pod fits on a node that accepts none at the moment: the node's cause is the pod's. */
    private static Optional<Cause> ofTaintedNodes(Pod pod, Diagnosis diagnosis) {
        Map<String, String> selector = pod.object().texts("spec", "nodeSelector");
        List<KubeObject> nodes = diagnosis.cluster().list(Kind.NODE);
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
