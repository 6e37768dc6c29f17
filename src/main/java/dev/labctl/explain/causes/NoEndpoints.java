package dev.labctl.explain.causes;

import dev.labctl.cluster.Pod;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.explain.facts.Wording;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A Service has no endpoints to send requests to.
 *
 * @param scaledDown the workload that would have its pods, and is scaled to 0
 */
public record NoEndpoints(ObjectRef service, Why why, Optional<ObjectRef> scaledDown) implements Cause {
    /** What it lacks. */
    public enum Why {
        NO_PODS,
        NOT_READY,
        NO_PORT,
        SCALED_TO_ZERO
    }

    public NoEndpoints(ObjectRef service, Why why) {
        this(service, why, Optional.empty());
    }

    @Override
    public void explain(ExplanationBuilder it) {
        KubeObject object = it.affected().first();
        List<Pod> pods = it.cluster().view().podsOf(object);
        it.error("NO_ENDPOINTS")
                .symptom(service
                        + (why == Why.NO_PORT
                                ? " has a port without an endpoint."
                                : " has no endpoints, so it does not answer."))
                .evidence(Evidence.field(service, "spec.selector", object.texts("spec", "selector")))
                .evidence("pods with these labels in namespace "
                        + service.namespace().orElse("default") + ": " + pods.size());
        switch (why) {
            case SCALED_TO_ZERO ->
                scaledDown.flatMap(it.cluster().view()::find).ifPresent(workload -> {
                    it.cause(workload.ref() + " would provide its pods, but it is scaled to 0.")
                            .evidence(Evidence.field(workload.ref(), "spec.replicas", 0));
                    ScaledToZero.fix(it, workload, it.lab());
                });
            case NO_PODS -> noPods(it, object);
            case NO_PORT -> {
                Set<String> names = new TreeSet<>(portNames(pods));
                it.cause("Its targetPort " + Wording.names(missingPorts(object, pods))
                                + " is not the name of a port of its pods.")
                        .evidence("names of ports that the pods have: "
                                + (names.isEmpty() ? "none" : Wording.names(names)))
                        .fix("Fix targetPort of the Service, or name the containerPort in the pods' template");
            }
            case NOT_READY ->
                it.cause("None of the pods that it selects is ready.")
                        .conditions(pods.stream().map(Pod::object).toList(), "Ready", 3)
                        .fix(
                                "Find out why",
                                it.lab().explain("pod/" + pods.get(0).name()));
        }
    }

    private void noPods(ExplanationBuilder it, KubeObject object) {
        String namespace = service.namespace().orElse("default");
        List<Pod> pods = it.cluster().view().pods(namespace, Map.of());
        for (String key : object.texts("spec", "selector").keySet()) {
            Set<String> values = new TreeSet<>();
            pods.forEach(
                    pod -> Optional.ofNullable(pod.object().labels().get(key)).ifPresent(values::add));
            it.evidence("labels " + key + " of the pods there: " + (values.isEmpty() ? "none" : Wording.names(values)));
        }
        it.cause("No pod has the labels of its selector.")
                .fix(
                        "Make spec.selector of the Service and the labels of the pods' template the same",
                        it.lab().kubectl(service.namespace(), "get pods --show-labels"));
    }

    /** The names of target ports that no container of the pods has. */
    public static Set<String> missingPorts(KubeObject service, List<Pod> pods) {
        Set<String> missing = new LinkedHashSet<>();
        service.list("spec", "ports").forEach(port -> Tree.text(port, "targetPort")
                .filter(name -> !name.matches("[0-9]+"))
                .ifPresent(missing::add));
        missing.removeAll(portNames(pods));
        return missing;
    }

    private static Collection<String> portNames(List<Pod> pods) {
        return pods.stream()
                .flatMap(pod -> pod.object().list("spec", "containers").stream())
                .flatMap(container -> Tree.list(container, "ports").stream())
                .flatMap(port -> Tree.text(port, "name").stream())
                .toList();
    }
}
