package dev.labctl.kubernetes;

import dev.labctl.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads an {@link Observation} from a cluster's API: one list for each kind, whatever the number of objects. */
public final class Observer {
    /** What labs consist of and what decides about addresses; Secrets are never read. */
    private static final List<List<String>> KINDS = List.of(
            List.of("v1", "Node"),
            List.of("v1", "Namespace"),
            List.of("v1", "Pod"),
            List.of("v1", "Service"),
            List.of("v1", "ResourceQuota"),
            List.of("apps/v1", "Deployment"),
            List.of("apps/v1", "ReplicaSet"),
            List.of("apps/v1", "DaemonSet"),
            List.of("apps/v1", "StatefulSet"),
            List.of("batch/v1", "Job"),
            List.of("discovery.k8s.io/v1", "EndpointSlice"),
            List.of("cilium.io/v2", "CiliumNode"),
            List.of("cilium.io/v2alpha1", "CiliumPodIPPool"),
            List.of("v1", "Event"));

    /** More objects of a kind are read by one list, even if the cluster has others of it. */
    private static final int FEW = 4;

    private Observer() {}

    /** Reads a cluster, and objects of other kinds that are needed as well. */
    public static Observation observe(KubeApi api, Instant now, Collection<ObjectRef> also) {
        List<KubeObject> objects = new ArrayList<>();
        for (List<String> kind : KINDS) {
            api.list(kind.get(0), kind.get(1), Optional.empty(), Map.of()).forEach(object -> objects.add(lean(object)));
        }
        api.get(Observation.CILIUM_CONFIG).ifPresent(config -> objects.add(lean(config)));
        others(also).forEach((kind, refs) -> objects.addAll(some(api, kind, refs)));
        return new Observation(now, api.version(), objects);
    }

    /** The objects that are needed beyond those that are always read, by apiVersion and kind. */
    private static Map<List<String>, Set<ObjectRef>> others(Collection<ObjectRef> also) {
        return also.stream()
                .filter(ref -> !KINDS.contains(List.of(ref.apiVersion(), ref.kind())))
                .filter(ref ->
                        !ref.equals(Observation.CILIUM_CONFIG) && !ref.kind().equals("Secret"))
                .collect(Collectors.groupingBy(
                        ref -> List.of(ref.apiVersion(), ref.kind()),
                        LinkedHashMap::new,
                        Collectors.toCollection(LinkedHashSet::new)));
    }

    private static List<KubeObject> some(KubeApi api, List<String> kind, Set<ObjectRef> refs) {
        Stream<KubeObject> found = refs.size() <= FEW
                ? refs.stream().flatMap(ref -> api.get(ref).stream())
                : api.list(kind.get(0), kind.get(1), Optional.empty(), Map.of()).stream()
                        .filter(object -> names(object).anyMatch(refs::contains));
        return found.map(Observer::lean).toList();
    }

    /** A reference may leave out the namespace {@code default}, and name one where the kind has none. */
    private static Stream<ObjectRef> names(KubeObject object) {
        ObjectRef bare = ObjectRef.ofCluster(object.apiVersion(), object.kind(), object.name());
        String namespace = object.namespace().orElse("default");
        return namespace.equals("default") ? Stream.of(bare, bare.in(namespace)) : Stream.of(bare.in(namespace));
    }

    /** Without the book-keeping of field managers and a node's list of images, which are often longer than the rest. */
    private static KubeObject lean(KubeObject object) {
        return new KubeObject(
                Tree.without(Tree.without(object.tree(), "metadata", "managedFields"), "status", "images"));
    }
}
