package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.kubernetes.KubeApi.Scope;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What of an API server is used by those outside the cluster: read, apply, delete. */
final class ApiServer {
    private static final String EVENT = "Event";

    private final Kinds kinds;
    private final ObjectStore store;
    private final Ownership ownership;
    private final Pods pods;
    private final PodTrees podTrees;
    private final EventLog events;
    private final Views views;
    private final Collector collector;
    private final Kubelet kubelet;
    private final Admission admission;

    ApiServer(
            Kinds kinds,
            ObjectStore store,
            Ownership ownership,
            Pods pods,
            PodTrees podTrees,
            EventLog events,
            Views views,
            Collector collector,
            Kubelet kubelet,
            Admission admission) {
        this.kinds = kinds;
        this.store = store;
        this.ownership = ownership;
        this.pods = pods;
        this.podTrees = podTrees;
        this.events = events;
        this.views = views;
        this.collector = collector;
        this.kubelet = kubelet;
        this.admission = admission;
    }

    Optional<Scope> scope(String apiVersion, String kind) {
        return kinds.scope(apiVersion, kind);
    }

    Optional<KubeObject> get(ObjectRef asked) {
        if (kinds.scope(asked.apiVersion(), asked.kind()).isEmpty()) {
            return Optional.empty();
        }
        ObjectRef ref = placed(asked);
        if (isPod(ref)) {
            return pods.get(ref.namespace().orElseThrow(), ref.name()).map(pod -> pods.show(pod, podTrees));
        }
        return store.get(ref).or(() -> made(ref.apiVersion(), ref.kind()).stream()
                .filter(object ->
                        object.name().equals(ref.name()) && object.namespace().equals(ref.namespace()))
                .findFirst());
    }

    /** As with a real server's paths: who names no namespace means the default one, where the kind has one at all. */
    private ObjectRef placed(ObjectRef ref) {
        boolean namespaced = kinds.scope(ref.apiVersion(), ref.kind()).equals(Optional.of(Scope.NAMESPACED));
        if (!namespaced) {
            return ObjectRef.ofCluster(ref.apiVersion(), ref.kind(), ref.name());
        }
        return ref.namespace().isPresent() ? ref : ref.in("default");
    }

    List<KubeObject> list(String apiVersion, String kind, Optional<String> namespace, Map<String, String> labels) {
        if (kinds.scope(apiVersion, kind).isEmpty()) {
            return List.of();
        }
        if (apiVersion.equals("v1") && kind.equals("Pod")) {
            return pods(namespace, labels);
        }
        List<KubeObject> all = new ArrayList<>(
                namespace.isPresent() ? store.list(apiVersion, kind, namespace.get()) : store.list(apiVersion, kind));
        made(apiVersion, kind).stream()
                .filter(object -> namespace.isEmpty() || object.namespace().equals(namespace))
                .forEach(all::add);
        return labels.isEmpty()
                ? all
                : all.stream()
                        .filter(object -> object.labels().entrySet().containsAll(labels.entrySet()))
                        .toList();
    }

    private List<KubeObject> made(String apiVersion, String kind) {
        return apiVersion.equals("v1") && kind.equals(EVENT) ? events.show() : views.of(apiVersion, kind);
    }

    private List<KubeObject> pods(Optional<String> namespace, Map<String, String> labels) {
        List<KubeObject> found = new ArrayList<>();
        for (String name : namespace.map(List::of).orElseGet(() -> List.copyOf(pods.namespaces()))) {
            for (Pod pod : pods.in(name)) {
                if (pod.template().labels().entrySet().containsAll(labels.entrySet())) {
                    found.add(pods.show(pod, podTrees));
                }
            }
        }
        return found;
    }

    /** Server-side apply. */
    KubeObject apply(KubeObject applied, String manager, boolean force) {
        if (kinds.scope(applied.apiVersion(), applied.kind()).isEmpty()) {
            throw Refusals.unknownKind(applied.ref());
        }
        ObjectRef ref = placed(applied.ref());
        KubeObject object = new KubeObject(placed(ref, applied.tree()));
        Admission.checkName(ref);
        Schema.check(object);
        Optional<KubeObject> before = get(ref);
        if (before.isEmpty()) {
            checkNamespace(ref);
        }
        Map<String, Object> fields = fields(object.tree());
        Map<String, Map<String, Object>> others = ownership.others(ref, manager);
        Map<String, String> conflicts = conflicts(fields, others);
        if (!conflicts.isEmpty() && !force) {
            throw Refusals.conflict(conflicts.entrySet().stream()
                    .map(conflict -> conflict.getKey() + ": conflict with \"" + conflict.getValue() + "\"")
                    .toList());
        }
        List<String> takenOver = List.copyOf(conflicts.keySet());
        Map<String, Object> merged = Admission.withDefaults(ServerSideApply.apply(
                before.map(KubeObject::tree).orElse(object.tree()),
                ownership.applied(ref, manager),
                object.tree(),
                others.values().stream()
                        .map(other -> ServerSideApply.withoutFields(other, takenOver))
                        .toList()));
        admission.check(new KubeObject(merged), before);
        KubeObject after = isPod(ref) ? applyPod(ref, merged, before) : store.put(merged);
        ownership.takeOver(ref, manager, takenOver);
        ownership.note(ref, manager, fields);
        return after;
    }

    /** The object where it belongs, without a status: that one is not for those who apply. */
    private static Map<String, Object> placed(ObjectRef ref, Map<String, Object> tree) {
        Map<String, Object> own = Trees.without(tree, "status");
        return ref.namespace().isPresent() ? Trees.with(own, ref.namespace().get(), "metadata", "namespace") : own;
    }

    /** What somebody who applies an object becomes the manager of: not what names it. */
    private static Map<String, Object> fields(Map<String, Object> tree) {
        Map<String, Object> fields = new LinkedHashMap<>(tree);
        fields.remove("apiVersion");
        fields.remove("kind");
        Map<String, Object> metadata = Trees.of(
                "labels", Tree.at(tree, "metadata", "labels").orElse(null),
                "annotations", Tree.at(tree, "metadata", "annotations").orElse(null));
        fields.put("metadata", metadata);
        return fields;
    }

    /** The fields that others have set to something else, and who. */
    private static Map<String, String> conflicts(Map<String, Object> fields, Map<String, Map<String, Object>> others) {
        Map<String, String> conflicts = new TreeMap<>();
        others.forEach((manager, theirs) ->
                ServerSideApply.conflicts(fields, theirs).forEach(field -> conflicts.putIfAbsent(field, manager)));
        return conflicts;
    }

    private void checkNamespace(ObjectRef ref) {
        if (ref.namespace().isEmpty()) {
            return;
        }
        String name = ref.namespace().get();
        KubeObject namespace =
                store.get(ObjectRef.ofCluster("v1", "Namespace", name)).orElseThrow(() -> Refusals.noNamespace(name));
        if (namespace.deleting()) {
            throw Refusals.terminating(ref, name);
        }
        ObjectRef account = ObjectRef.namespaced("v1", "ServiceAccount", name, "default");
        if (isPod(ref) && store.get(account).isEmpty()) {
            throw Refusals.forbidden(
                    ref, "error looking up service account " + name + "/default: serviceaccount \"default\" not found");
        }
    }

    private KubeObject applyPod(ObjectRef ref, Map<String, Object> merged, Optional<KubeObject> before) {
        String namespace = ref.namespace().orElseThrow();
        Map<String, Object> template =
                Trees.of("metadata", fields(merged).get("metadata"), "spec", Tree.map(merged, "spec"));
        if (before.isPresent()) {
            Map<String, Object> old =
                    pods.get(namespace, ref.name()).orElseThrow().template().tree();
            if (!withoutNode(old).equals(withoutNode(template))) {
                throw Refusals.invalid(
                        ref, "spec", "Forbidden: in a rehearsal a pod cannot be changed; delete it and apply it anew");
            }
            return before.get();
        }
        String key = "Pod " + namespace + "/" + ref.name();
        Pod pod = pods.createBare(ref.name(), new PodTemplate(key, namespace, Optional.empty(), template));
        return pods.show(pod, podTrees);
    }

    private static Map<String, Object> withoutNode(Map<String, Object> template) {
        return Trees.without(template, "spec", "nodeName");
    }

    private static boolean isPod(ObjectRef ref) {
        return ref.apiVersion().equals("v1") && ref.kind().equals("Pod");
    }

    /** Asks for an object's deletion; false where it is not there. */
    boolean delete(ObjectRef asked) {
        Optional<KubeObject> object = get(asked);
        if (object.isEmpty()) {
            return false;
        }
        ObjectRef ref = placed(asked);
        if (isPod(ref)) {
            pods.get(ref.namespace().orElseThrow(), ref.name()).ifPresent(kubelet::request);
            ownership.forget(ref);
        } else {
            store.get(ref).ifPresent(collector::delete);
        }
        return true;
    }
}
