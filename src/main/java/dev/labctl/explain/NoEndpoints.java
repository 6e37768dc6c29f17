package dev.labctl.explain;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A Service has nobody to send to. */
record NoEndpoints(ObjectRef service, Why why) implements Cause {
    /**
     * What it lacks.
     *
     * @param zero the workload that would have its pods and is scaled to 0
     */
    record Why(String word, Optional<ObjectRef> zero) {
        static final Why NO_PODS = new Why("no pods", Optional.empty());
        static final Why NOT_READY = new Why("not ready", Optional.empty());
        static final Why NO_PORT = new Why("no port", Optional.empty());

        static Why zero(KubeObject workload) {
            return new Why("scaled to zero", Optional.of(workload.ref()));
        }
    }

    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        KubeObject object = victims.first();
        Map<String, String> selector = object.texts("spec", "selector");
        List<KubeObject> pods = clues.seen().podsOf(object);
        Draft draft = Draft.error("NO_ENDPOINTS", victims)
                .symptom(service
                        + (why.equals(Why.NO_PORT)
                                ? " has a port without an endpoint."
                                : " has no endpoints: nobody answers."))
                .evidence(Quote.field(service, "spec.selector", selector))
                .evidence("pods with these labels in namespace "
                        + service.namespace().orElse("default") + ": " + pods.size());
        if (why.zero().isPresent()) {
            ObjectRef zero = why.zero().get();
            draft.cause(zero + " would have its pods, and is scaled to 0.")
                    .evidence(Quote.field(zero, "spec.replicas", 0));
            return ScaledToZero.advise(draft, zero, clues).done();
        }
        if (why.equals(Why.NO_PODS)) {
            return noPods(draft, selector, clues);
        }
        if (why.equals(Why.NO_PORT)) {
            return noPort(draft, object, pods);
        }
        pods.stream().limit(3).forEach(pod -> draft.evidence(Quote.condition(pod, "Ready")));
        return draft.cause("None of the pods that it selects is ready.")
                .advise(
                        "See why: ask for one of them",
                        ("labctl explain pod/" + pods.get(0).name() + " "
                                        + clues.lab().options())
                                .strip())
                .done();
    }

    private Explanation noPods(Draft draft, Map<String, String> selector, ClusterIndex clues) {
        Map<String, Set<String>> values = new LinkedHashMap<>();
        for (KubeObject pod : clues.seen().pods(service.namespace().orElse("default"), Map.of())) {
            selector.keySet().forEach(key -> Optional.ofNullable(pod.labels().get(key))
                    .ifPresent(value ->
                            values.computeIfAbsent(key, any -> new TreeSet<>()).add(value)));
        }
        selector.keySet()
                .forEach(key -> draft.evidence("labels " + key + " that pods there have: "
                        + (values.containsKey(key) ? Quote.names(values.get(key)) : "none")));
        return draft.cause("No pod has the labels that its selector asks for.")
                .advise(
                        "Mend spec.selector of the Service, or the labels of the pods' template: they must be the same",
                        clues.lab().kubectl("-n " + service.namespace().orElse("default") + " get pods --show-labels"))
                .done();
    }

    private static Explanation noPort(Draft draft, KubeObject object, List<KubeObject> pods) {
        Set<String> missing = ServiceRules.missingPorts(object, pods);
        Set<String> names = ServiceRules.portNames(pods);
        return draft.cause("Its targetPort " + Quote.names(missing) + " is the name of no port of its pods.")
                .evidence("names of ports that the pods have: "
                        + (names.isEmpty()
                                ? "none"
                                : Quote.names(
                                        new TreeMap<>(names.stream().collect(Collectors.toMap(name -> name, name -> 0)))
                                                .keySet())))
                .advise("Mend targetPort of the Service, or name the containerPort in the pods' template", "")
                .done();
    }
}
