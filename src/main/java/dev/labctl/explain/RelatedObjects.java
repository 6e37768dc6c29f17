package dev.labctl.explain;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import dev.labctl.tree.Tree;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The parts of an object that is asked about. */
final class RelatedObjects {
    private static final List<String> WORKLOADS =
            List.of("Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Job");

    private RelatedObjects() {}

    /** The object itself, and its parts. */
    static Set<ObjectRef> of(KubeObject object, Observation observation) {
        Set<ObjectRef> related = new LinkedHashSet<>();
        related.add(object.ref());
        parts(object, observation).forEach(part -> related.add(part.ref()));
        return related;
    }

    private static Stream<KubeObject> parts(KubeObject object, Observation observation) {
        return switch (object.kind()) {
            case "Pod" -> observation.named("Namespace", object.namespace().orElse("default")).stream();
            case "Node" -> observation.podsOn(object.name()).stream();
            case "Service" -> observation.podsOf(object).stream();
            case "Namespace" ->
                Stream.concat(Stream.of("Pod", "Service"), WORKLOADS.stream())
                        .flatMap(kind -> observation.list(kind).stream())
                        .filter(one ->
                                one.namespace().filter(object.name()::equals).isPresent());
            case "CiliumNode" -> observation.named("Node", object.name()).stream();
            case "CiliumPodIPPool" ->
                observation.list("Pod").stream()
                        .filter(pod -> pod.texts("metadata", "annotations").containsValue(object.name()));
            default ->
                Stream.concat(Stream.of("Pod"), WORKLOADS.stream())
                        .flatMap(kind -> observation.list(kind).stream())
                        .filter(one -> one.namespace().equals(object.namespace()))
                        .filter(one -> observation.top(one).ref().equals(object.ref()) || owned(one, object));
        };
    }

    /** A ReplicaSet that is asked for is not the root owner of its pods. */
    private static boolean owned(KubeObject part, KubeObject owner) {
        return part.list("metadata", "ownerReferences").stream()
                .anyMatch(entry ->
                        Tree.text(entry, "uid").filter(owner.uid()::equals).isPresent());
    }
}
