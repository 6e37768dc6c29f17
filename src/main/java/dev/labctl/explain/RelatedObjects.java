package dev.labctl.explain;

import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Kind;
import dev.labctl.cluster.Pod;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parts of an object that is asked about. */
final class RelatedObjects {
    private RelatedObjects() {}

    /** The object itself, and its parts. */
    static Set<ObjectRef> of(KubeObject object, Cluster view) {
        return Stream.concat(Stream.of(object), parts(object, view))
                .map(KubeObject::ref)
                .collect(Collectors.toSet());
    }

    private static Stream<KubeObject> parts(KubeObject object, Cluster view) {
        Optional<Kind> kind = Kind.of(object);
        if (kind.isEmpty()) {
            return Stream.empty();
        }
        return switch (kind.get()) {
            case POD -> view.find(Kind.NAMESPACE.ref(object.namespace().orElse("default"))).stream();
            case NODE -> view.podsOn(object.name()).stream().map(Pod::object);
            case SERVICE -> view.podsOf(object).stream().map(Pod::object);
            case NAMESPACE -> all(view).filter(one -> one.namespace().equals(Optional.of(object.name())));
            case CILIUM_NODE -> view.find(Kind.NODE.ref(object.name())).stream();
            case CILIUM_POD_IP_POOL ->
                all(view)
                        .filter(one -> Kind.POD.isOf(one)
                                && one.texts("metadata", "annotations").containsValue(object.name()));
            default ->
                all(view)
                        .filter(one -> view.rootOwner(one).ref().equals(object.ref())
                                || owners(one).anyMatch(object.uid()::equals));
        };
    }

    /** All pods, workloads and Services. */
    private static Stream<KubeObject> all(Cluster view) {
        return Stream.of(Kind.values())
                .filter(kind -> kind.compareTo(Kind.SERVICE) <= 0)
                .flatMap(kind -> view.observation().list(kind.kind()).stream());
    }

    /** A ReplicaSet that is asked for is not the root owner of its pods. */
    private static Stream<String> owners(KubeObject object) {
        return object.list("metadata", "ownerReferences").stream().flatMap(entry -> Tree.text(entry, "uid").stream());
    }
}
