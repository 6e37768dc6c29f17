package dev.labctl.explain;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import dev.labctl.tree.Tree;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What belongs to an object that somebody asks about. */
final class Related {
    private static final List<String> MAKERS = List.of("Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Job");

    private Related() {}

    /** The object itself, and what it consists of. */
    static Set<ObjectRef> to(KubeObject object, Observation seen) {
        Set<ObjectRef> related = new LinkedHashSet<>();
        related.add(object.ref());
        parts(object, seen).forEach(part -> related.add(part.ref()));
        return related;
    }

    private static Stream<KubeObject> parts(KubeObject object, Observation seen) {
        return switch (object.kind()) {
            case "Pod" -> seen.named("Namespace", object.namespace().orElse("default")).stream();
            case "Node" -> seen.podsOn(object.name()).stream();
            case "Service" -> seen.podsOf(object).stream();
            case "Namespace" ->
                Stream.concat(Stream.of("Pod", "Service"), MAKERS.stream())
                        .flatMap(kind -> seen.list(kind).stream())
                        .filter(one ->
                                one.namespace().filter(object.name()::equals).isPresent());
            case "CiliumNode" -> seen.named("Node", object.name()).stream();
            case "CiliumPodIPPool" ->
                seen.list("Pod").stream()
                        .filter(pod -> pod.texts("metadata", "annotations").containsValue(object.name()));
            default ->
                Stream.concat(Stream.of("Pod"), MAKERS.stream())
                        .flatMap(kind -> seen.list(kind).stream())
                        .filter(one -> one.namespace().equals(object.namespace()))
                        .filter(one -> seen.top(one).ref().equals(object.ref()) || owned(one, object));
        };
    }

    /** A ReplicaSet that is asked for is not the top of its pods. */
    private static boolean owned(KubeObject part, KubeObject owner) {
        return part.list("metadata", "ownerReferences").stream()
                .anyMatch(entry ->
                        Tree.text(entry, "uid").filter(owner.uid()::equals).isPresent());
    }
}
