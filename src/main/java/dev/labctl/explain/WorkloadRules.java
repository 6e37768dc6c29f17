package dev.labctl.explain;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.KubeObject.Condition;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Why a workload does not have the pods that it wants: of those that it has, the pods themselves tell. */
final class WorkloadRules {
    /** The kinds that make pods themselves; a Deployment has ReplicaSets for it. */
    static final Set<String> MAKERS = Set.of("ReplicaSet", "DaemonSet", "StatefulSet", "Job");

    private WorkloadRules() {}

    static Optional<Cause> of(KubeObject maker, ClusterIndex clues) {
        if (maker.deleting()) {
            return Optional.empty();
        }
        long wanted = wanted(maker);
        long made = maker.kind().equals("DaemonSet")
                ? maker.number("status", "currentNumberScheduled")
                : maker.kind().equals("Job")
                        ? maker.number("status", "active")
                                + maker.number("status", "succeeded")
                                + maker.number("status", "failed")
                        : maker.number("status", "replicas");
        if (made >= wanted) {
            return Optional.empty();
        }
        return refusal(maker, clues)
                .<Cause>map(message -> new CreateRefused(CreateRefused.Kind.of(message), who(message)))
                .or(() -> clues.young(maker.created()) || hasStuckPods(maker, clues)
                        ? Optional.empty()
                        : Optional.of(new Unknown(clues.seen().top(maker).ref())));
    }

    /** A StatefulSet makes one pod after the other: the one that does not get ready is what the others wait for. */
    private static boolean hasStuckPods(KubeObject maker, ClusterIndex clues) {
        return clues.seen().podsOf(maker).stream().anyMatch(PodRules::suffers);
    }

    private static long wanted(KubeObject maker) {
        return switch (maker.kind()) {
            case "DaemonSet" -> maker.number("status", "desiredNumberScheduled");
            case "Job" ->
                Tree.flag(maker.tree(), "spec", "suspend").orElse(false)
                                || !maker.list("status", "conditions").isEmpty()
                        ? 0
                        : 1;
            default -> Tree.number(maker.tree(), "spec", "replicas").orElse(1L);
        };
    }

    /** What the API server answered when a pod was to be made. */
    static Optional<String> refusal(KubeObject maker, ClusterIndex clues) {
        return maker.condition("ReplicaFailure")
                .filter(Condition::isTrue)
                .map(Condition::message)
                .or(() -> clues.warning(maker, "FailedCreate").flatMap(event -> event.text("message")));
    }

    /** The quota, webhook or policy that a refusal names. */
    private static String who(String message) {
        for (List<String> marks : List.of(
                List.of("exceeded quota: ", ","),
                List.of("failed quota: ", ":"),
                List.of("failed calling webhook \"", "\""),
                List.of("admission webhook \"", "\""))) {
            int start = message.indexOf(marks.get(0));
            if (start >= 0) {
                String rest = message.substring(start + marks.get(0).length());
                int end = rest.indexOf(marks.get(1));
                return end < 0 ? rest : rest.substring(0, end);
            }
        }
        // Names of pods differ with each attempt.
        return message.replaceAll("\"[^\"]*\"", "...");
    }
}
