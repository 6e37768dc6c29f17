package dev.labctl.explain.rules;

import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.workloads.CreateRefused;
import dev.labctl.explain.causes.workloads.PodCause;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.util.Optional;

/** Why a workload does not have all of its pods; why those that it has do not run, their own rules find. */
final class WorkloadRules {
    private WorkloadRules() {}

    static Optional<Cause> cause(KubeObject workload, Diagnosis known) {
        ClusterIndex cluster = known.cluster();
        if (workload.deleting() || created(workload) >= wanted(workload)) {
            return Optional.empty();
        }
        return cluster.createError(workload)
                .<Cause>map(CreateRefused::of)
                .or(() -> cluster.isRecent(workload.created()) || hasStuckPods(workload, cluster)
                        ? Optional.empty()
                        : Optional.of(new PodCause(PodCause.Kind.UNKNOWN, cluster.owner(workload))));
    }

    /** A StatefulSet creates one pod after the other: the others wait for the one that is not ready. */
    private static boolean hasStuckPods(KubeObject workload, ClusterIndex cluster) {
        return cluster.observation().podsOf(workload).stream().anyMatch(ClusterIndex::isNotReady);
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

    private static long wanted(KubeObject workload) {
        return switch (workload.kind()) {
            case "DaemonSet" -> workload.number("status", "desiredNumberScheduled");
            case "Job" ->
                Tree.flag(workload.tree(), "spec", "suspend").orElse(false)
                                || !workload.list("status", "conditions").isEmpty()
                        ? 0
                        : 1;
            default -> Tree.number(workload.tree(), "spec", "replicas").orElse(1L);
        };
    }
}
