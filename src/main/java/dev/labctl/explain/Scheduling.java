package dev.labctl.explain;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.KubeObject.Condition;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Why a pod has no node. */
final class Scheduling {
    /** Taints that say that a node is not there for pods yet, or not any more. */
    static final Set<String> PASSING = Set.of(
            "node.cilium.io/agent-not-ready",
            "node.kubernetes.io/not-ready",
            "node.kubernetes.io/unreachable",
            "node.kubernetes.io/network-unavailable");

    private static final Set<String> FULL = Set.of("Insufficient ", "Too many pods");

    private Scheduling() {}

    static Optional<Cause> of(KubeObject pod, ClusterIndex clues) {
        if (pod.text("spec", "nodeName").filter(name -> !name.isEmpty()).isPresent()) {
            return Optional.empty();
        }
        Optional<Condition> condition =
                pod.condition("PodScheduled").filter(found -> found.reason().equals("Unschedulable"));
        if (condition.isEmpty()) {
            return clues.young(pod.created())
                    ? Optional.of(new Starting(false))
                    : Optional.of(new Unknown(clues.seen().top(pod).ref()));
        }
        String message = condition.get().message();
        // A node that comes back is of no use where others lack room: then both are told, in the scheduler's words.
        if (FULL.stream().anyMatch(message::contains) || PASSING.stream().noneMatch(message::contains)) {
            return Optional.of(unschedulable(pod, message, clues));
        }
        return onTaintedNodes(pod, clues).or(() -> Optional.of(unschedulable(pod, message, clues)));
    }

    private static Cause unschedulable(KubeObject pod, String message, ClusterIndex clues) {
        return new Unschedulable(clues.seen().top(pod).ref(), message);
    }

    /** The pod would go to a node that takes none for now: what keeps that node is what keeps the pod. */
    private static Optional<Cause> onTaintedNodes(KubeObject pod, ClusterIndex clues) {
        Map<String, String> selector = pod.texts("spec", "nodeSelector");
        List<KubeObject> tainted = clues.seen().list("Node").stream()
                .filter(node -> node.labels().entrySet().containsAll(selector.entrySet()))
                .filter(node -> node.list("spec", "taints").stream().anyMatch(taint -> Tree.text(taint, "key")
                        .filter(PASSING::contains)
                        .isPresent()))
                .toList();
        return tainted.stream()
                .filter(node -> onlyPassing(node))
                .flatMap(node -> clues.nodeCause(node.name()).stream())
                .findFirst()
                .or(() -> tainted.stream()
                        .flatMap(node -> clues.nodeCause(node.name()).stream())
                        .findFirst());
    }

    /** A control plane that gets ready takes no more pods than before. */
    private static boolean onlyPassing(KubeObject node) {
        return node.list("spec", "taints").stream()
                .allMatch(taint ->
                        Tree.text(taint, "key").filter(PASSING::contains).isPresent());
    }
}
