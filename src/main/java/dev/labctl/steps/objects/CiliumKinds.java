package dev.labctl.steps.objects;

import dev.labctl.cluster.StatusRules;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.CiliumNamespace;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.lab.Manifest;
import dev.labctl.steps.Session;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Kinds that Cilium's operator defines when it starts, not its chart (Cilium 1.18 {@code
 * pkg/k8s/apis/cilium.io/client/register.go}).
 */
final class CiliumKinds {
    private CiliumKinds() {}

    /**
     * Waits until the API server knows the kinds of these objects. An operator that runs has defined all that it will, and
     * discovery follows within seconds: what is unknown then is for the server to refuse.
     */
    static void await(List<Manifest> manifests, Session session) {
        KubeApi api = session.api();
        session.waiting().until("Cilium's operator to define its kinds", Reason.CILIUM_NOT_READY, () -> {
            Optional<Manifest> unknown = manifests.stream()
                    .filter(one -> api.scope(one.apiVersion(), one.kind()).isEmpty())
                    .findFirst();
            return unknown.map(one -> operator(api, one.kind(), session.now())).orElse(ObjectStatus.CURRENT);
        });
    }

    private static ObjectStatus operator(KubeApi api, String unknown, Instant now) {
        String missing = "the operator has not defined the kind " + unknown + " yet";
        CiliumNamespace place = CiliumNamespace.of(api);
        List<KubeObject> pods = api.list("v1", "Pod", Optional.of(place.name()), Map.of("io.cilium/app", "operator"));
        return api.get(place.operator())
                .map(operator -> StatusRules.of(operator, pods, now))
                .filter(status -> !(status instanceof ObjectStatus.InProgress))
                .orElse(new ObjectStatus.InProgress(missing));
    }
}
