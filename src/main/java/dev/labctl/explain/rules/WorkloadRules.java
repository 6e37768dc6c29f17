package dev.labctl.explain.rules;

import dev.labctl.cluster.Kind;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.CreateRefused;
import dev.labctl.explain.causes.PodCause;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.KubeObject.Condition;
import java.util.Optional;

/** Why a workload does not have all of its pods; why those that it has do not run, their own rules find. */
final class WorkloadRules {
    private WorkloadRules() {}

    static Optional<Cause> cause(KubeObject workload, Diagnosis known) {
        ClusterIndex cluster = known.cluster();
        long wanted = Kind.of(workload).map(kind -> kind.wanted(workload)).orElse(0L);
        if (workload.deleting() || created(workload) >= wanted) {
            return Optional.empty();
        }
        // A StatefulSet creates one pod after the other: the others wait for the one that is not ready.
        boolean stuck = cluster.view().podsOf(workload).stream().anyMatch(Pod::isStuck);
        return workload.condition("ReplicaFailure")
                .filter(Condition::isTrue)
                .map(Condition::message)
                .or(() -> cluster.lastWarning(workload, "FailedCreate").flatMap(event -> event.text("message")))
                .<Cause>map(CreateRefused::of)
                .or(() -> stuck || cluster.isRecent(workload.created())
                        ? Optional.empty()
                        : Optional.of(new PodCause(
                                PodCause.Kind.UNKNOWN,
                                cluster.view().rootOwner(workload).ref())));
    }

    private static long created(KubeObject workload) {
        return switch (workload.kind()) {
            case "DaemonSet" -> workload.number("status", "currentNumberScheduled");
            case "Job" ->
                workload.number("status", "active")
                        + workload.number("status", "succeeded")
                        + workload.number("status", "failed");
            default -> workload.number("status", "replicas");
        };
    }
}
