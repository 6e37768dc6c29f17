package dev.labctl.explain.rules;

import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Pod;
import dev.labctl.cluster.Workload;
import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.NoEndpoints;
import dev.labctl.explain.causes.NoEndpoints.Why;
import dev.labctl.explain.causes.ScaledToZero;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why a Service does not answer. */
final class ServiceRules {
    private ServiceRules() {}

    static Optional<Cause> cause(KubeObject service, Diagnosis known) {
        Map<String, String> selector = service.texts("spec", "selector");
        if (service.deleting()
                || selector.isEmpty()
                || service.text("spec", "type").filter("ExternalName"::equals).isPresent()) {
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
                    .or(() -> Optional.of(new NoEndpoints(service.ref(), Why.NOT_READY)));
        }
        return NoEndpoints.missingPorts(service, pods).isEmpty()
                ? Optional.empty()
                : Optional.of(new NoEndpoints(service.ref(), Why.NO_PORT));
    }
}
