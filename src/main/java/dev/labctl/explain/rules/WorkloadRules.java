package dev.labctl.explain.rules;

import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Kind;
import dev.labctl.cluster.Pod;
import dev.labctl.cluster.Workload;
import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.PodCause;
import dev.labctl.explain.causes.WorkloadCauses.CreateRefused;
import dev.labctl.explain.causes.WorkloadCauses.NoEndpoints;
import dev.labctl.explain.causes.WorkloadCauses.NoEndpoints.Why;
import dev.labctl.explain.causes.WorkloadCauses.ScaledToZero;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.KubeObject.Condition;
import dev.labctl.kubernetes.ObjectRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why a workload does not have all of its pods, and why the Service in front of them does not answer. */
final class WorkloadRules {
    private WorkloadRules() {}

    /** Why it does not have all of its pods; why those that it has do not run, their own rules find. */
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

    /** Why a Service does not answer. */
    static Optional<Cause> service(KubeObject service, Diagnosis known) {
        Map<String, String> selector = service.texts("spec", "selector");
        if (service.deleting() || selector.isEmpty() || service.has("ExternalName", "spec", "type")) {
            return Optional.empty();
        }
        Cluster view = known.cluster().view();
        List<Pod> pods = view.podsOf(service);
        if (pods.isEmpty()) {
            Optional<ObjectRef> scaledDown = view.workloads(service.namespace().orElse("default"), selector).stream()
                    .filter(workload -> ScaledToZero.of(workload.object()).isPresent())
                    .map(Workload::ref)
                    .findFirst();
            return Optional.of(new NoEndpoints(
                    service.ref(), scaledDown.isPresent() ? Why.SCALED_TO_ZERO : Why.NO_PODS, scaledDown));
        }
        if (pods.stream().noneMatch(Pod::isReady)) {
            return pods.stream()
                    .flatMap(pod -> PodRules.cause(pod, known).stream())
                    .findFirst()
                    .or(() -> Optional.of(new NoEndpoints(service.ref(), Why.NOT_READY, Optional.empty())));
        }
        return NoEndpoints.missingPorts(service, pods).isEmpty()
                ? Optional.empty()
                : Optional.of(new NoEndpoints(service.ref(), Why.NO_PORT, Optional.empty()));
    }
}
