package dev.labctl.explain.rules;

import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.workloads.NoEndpoints;
import dev.labctl.explain.causes.workloads.NoEndpoints.Why;
import dev.labctl.explain.causes.workloads.ScaledToZero;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
        List<KubeObject> pods = known.cluster().observation().podsOf(service);
        if (pods.isEmpty()) {
            Optional<ObjectRef> scaledDown = scaledToZero(service, selector, known);
            return Optional.of(new NoEndpoints(
                    service.ref(), scaledDown.isPresent() ? Why.SCALED_TO_ZERO : Why.NO_PODS, scaledDown));
        }
        if (pods.stream().noneMatch(pod -> pod.conditionTrue("Ready"))) {
            return pods.stream()
                    .flatMap(pod -> PodRules.cause(pod, known).stream())
                    .findFirst()
                    .or(() -> Optional.of(new NoEndpoints(service.ref(), Why.NOT_READY)));
        }
        return NoEndpoints.missingPorts(service, pods).isEmpty()
                ? Optional.empty()
                : Optional.of(new NoEndpoints(service.ref(), Why.NO_PORT));
    }

    private static Optional<ObjectRef> scaledToZero(KubeObject service, Map<String, String> selector, Diagnosis known) {
        return Stream.of("Deployment", "StatefulSet")
                .flatMap(kind -> known.cluster().observation().list(kind).stream())
                .filter(object -> object.namespace().equals(service.namespace())
                        && ScaledToZero.of(object).isPresent()
                        && object.texts("spec", "template", "metadata", "labels")
                                .entrySet()
                                .containsAll(selector.entrySet()))
                .map(KubeObject::ref)
                .findFirst();
    }
}
