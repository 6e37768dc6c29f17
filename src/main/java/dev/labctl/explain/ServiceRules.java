package dev.labctl.explain;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Why a Service answers nobody. */
final class ServiceRules {
    private ServiceRules() {}

    static Optional<Cause> of(KubeObject service, ClusterIndex clues) {
        Map<String, String> selector = service.texts("spec", "selector");
        if (service.deleting()
                || selector.isEmpty()
                || service.text("spec", "type").filter("ExternalName"::equals).isPresent()) {
            return Optional.empty();
        }
        List<KubeObject> pods = clues.seen().podsOf(service);
        if (pods.isEmpty()) {
            return Optional.of(new NoEndpoints(
                    service.ref(),
                    scaledToZero(service, selector, clues)
                            .map(NoEndpoints.Why::zero)
                            .orElse(NoEndpoints.Why.NO_PODS)));
        }
        if (pods.stream().noneMatch(pod -> pod.conditionTrue("Ready"))) {
            return pods.stream()
                    .flatMap(pod -> PodRules.of(pod, clues).stream())
                    .findFirst()
                    .or(() -> Optional.of(new NoEndpoints(service.ref(), NoEndpoints.Why.NOT_READY)));
        }
        return missingPorts(service, pods).isEmpty()
                ? Optional.empty()
                : Optional.of(new NoEndpoints(service.ref(), NoEndpoints.Why.NO_PORT));
    }

    private static Optional<KubeObject> scaledToZero(
            KubeObject service, Map<String, String> selector, ClusterIndex clues) {
        return List.of("Deployment", "StatefulSet").stream()
                .flatMap(kind -> clues.seen().list(kind).stream())
                .filter(object -> object.namespace().equals(service.namespace()) && ScaledToZero.is(object))
                .filter(object -> object.texts("spec", "template", "metadata", "labels")
                        .entrySet()
                        .containsAll(selector.entrySet()))
                .findFirst();
    }

    /** The names of target ports that no container of the pods has. */
    static Set<String> missingPorts(KubeObject service, List<KubeObject> pods) {
        Set<String> missing = new LinkedHashSet<>();
        service.list("spec", "ports").forEach(port -> Tree.text(port, "targetPort")
                .filter(name -> !name.matches("[0-9]+"))
                .ifPresent(missing::add));
        missing.removeAll(portNames(pods));
        return missing;
    }

    static Set<String> portNames(List<KubeObject> pods) {
        Set<String> names = new LinkedHashSet<>();
        pods.forEach(pod -> pod.list("spec", "containers").forEach(container -> Tree.list(container, "ports")
                .forEach(port -> Tree.text(port, "name").ifPresent(names::add))));
        return names;
    }
}
