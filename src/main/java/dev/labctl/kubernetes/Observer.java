package dev.labctl.kubernetes;

import dev.labctl.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads an {@link Observation} from a cluster's API: one list for each kind, whatever the number of objects. */
public final class Observer {
    /** What labs are made of and what decides about addresses; Secrets are nobody's business. */
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
            List.of("cilium.io/v2alpha1", "CiliumPodIPPool"));

    private Observer() {}

    /**
     * Looks at a cluster.
     *
     * @param also objects of other kinds that somebody will ask for
     */
    public static Observation look(KubeApi api, Instant now, Collection<ObjectRef> also) {
        List<KubeObject> objects = new ArrayList<>();
        for (List<String> kind : KINDS) {
            api.list(kind.get(0), kind.get(1), Optional.empty(), Map.of()).forEach(object -> objects.add(lean(object)));
        }
        api.list("v1", "Event", Optional.empty(), Map.of()).stream()
                .sorted(Comparator.comparing(Observer::time))
                .forEach(event -> objects.add(lean(event)));
        api.get(Observation.CILIUM_CONFIG).ifPresent(config -> objects.add(lean(config)));
        also.stream()
                .filter(ref -> !KINDS.contains(List.of(ref.apiVersion(), ref.kind())))
                .filter(ref ->
                        !ref.equals(Observation.CILIUM_CONFIG) && !ref.kind().equals("Secret"))
                .distinct()
                .forEach(ref -> api.get(ref).ifPresent(object -> objects.add(lean(object))));
        return new Observation(now, api.version(), objects);
    }

    private static String time(KubeObject event) {
        return event.text("lastTimestamp")
                .or(() -> event.text("eventTime"))
                .or(() -> event.text("metadata", "creationTimestamp"))
                .orElse("");
    }

    /** Without the book-keeping of field managers and a node's list of images, which are often longer than the rest. */
    private static KubeObject lean(KubeObject object) {
        return new KubeObject(without(without(object.tree(), "metadata", "managedFields"), "status", "images"));
    }

    private static Map<String, Object> without(Map<String, Object> tree, String key, String inner) {
        if (Tree.at(tree, key, inner).isEmpty()) {
            return tree;
        }
        Map<String, Object> part = new LinkedHashMap<>(Tree.map(tree, key));
        part.remove(inner);
        Map<String, Object> copy = new LinkedHashMap<>(tree);
        copy.put(key, part);
        return copy;
    }
}
