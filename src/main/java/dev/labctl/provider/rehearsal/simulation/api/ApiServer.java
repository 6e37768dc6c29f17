package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.KubeApi.Scope;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.kernel.ObjectStore;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The API server as those outside the cluster use it: read, server-side apply, delete. Objects are kept in the {@link
 * ObjectStore}; pods have a storage of their own, and some kinds are derived from others when they are read.
 */
public record ApiServer(
        ApiResources resources,
        ObjectStore store,
        ManagedFields managed,
        Admission admission,
        PodStorage pods,
        DerivedObjects derived,
        GarbageCollector collector) {
    public Optional<Scope> scope(String apiVersion, String kind) {
        return resources.scope(apiVersion, kind);
    }

    public Optional<KubeObject> get(ObjectRef asked) {
        if (resources.scope(asked.apiVersion(), asked.kind()).isEmpty()) {
            return Optional.empty();
        }
        ObjectRef ref = inNamespace(asked);
        if (isPod(ref)) {
            return pods.get(ref);
        }
        return store.get(ref).or(() -> derived.of(ref.apiVersion(), ref.kind()).stream()
                .filter(object ->
                        object.name().equals(ref.name()) && object.namespace().equals(ref.namespace()))
                .findFirst());
    }

    /** As with a real server's paths: no namespace means {@code default}, where the kind is namespaced. */
    private ObjectRef inNamespace(ObjectRef ref) {
        boolean namespaced = resources.scope(ref.apiVersion(), ref.kind()).equals(Optional.of(Scope.NAMESPACED));
        if (!namespaced) {
            return ObjectRef.ofCluster(ref.apiVersion(), ref.kind(), ref.name());
        }
        return ref.namespace().isPresent() ? ref : ref.in("default");
    }

    public List<KubeObject> list(
            String apiVersion, String kind, Optional<String> namespace, Map<String, String> labels) {
        if (resources.scope(apiVersion, kind).isEmpty()) {
            return List.of();
        }
        if (apiVersion.equals("v1") && kind.equals("Pod")) {
            return pods.list(namespace, labels);
        }
        List<KubeObject> all = new ArrayList<>(
                namespace.isPresent() ? store.list(apiVersion, kind, namespace.get()) : store.list(apiVersion, kind));
        derived.of(apiVersion, kind).stream()
                .filter(object -> namespace.isEmpty() || object.namespace().equals(namespace))
                .forEach(all::add);
        return labels.isEmpty()
                ? all
                : all.stream()
                        .filter(object -> object.labels().entrySet().containsAll(labels.entrySet()))
                        .toList();
    }

    /** All objects of a namespace. */
    public List<KubeObject> contents(String namespace) {
        List<KubeObject> all = new ArrayList<>(
                store.all().stream().filter(object -> object.isIn(namespace)).toList());
        all.addAll(pods.list(Optional.of(namespace), Map.of()));
        return all;
    }

    /** The object after an apply, and whether the apply has changed it or the fields that its manager has. */
    public record Applied(KubeObject object, boolean changed) {}

    /**
     * What an apply comes to before anything is stored.
     *
     * @param fields that its manager then has
     * @param takenOver those of them that were others'
     */
    private record Merged(
            ObjectRef ref,
            Optional<KubeObject> before,
            Map<String, Object> tree,
            Map<String, Object> fields,
            List<String> takenOver) {}

    /** Server-side apply. */
    public Applied apply(KubeObject applied, String manager, boolean force) {
        Merged merged = merged(applied, manager, force);
        KubeObject after = isPod(merged.ref()) ? pods.apply(merged.ref(), merged.tree()) : store.put(merged.tree());
        managed.takeOver(merged.ref(), manager, merged.takenOver());
        boolean otherFields = managed.note(merged.ref(), manager, merged.fields());
        return new Applied(
                after, otherFields || merged.before().filter(after::equals).isEmpty());
    }

    /** The same as a dry run: the object as it would be. */
    public KubeObject preview(KubeObject applied, String manager, boolean force) {
        Merged merged = merged(applied, manager, force);
        if (isPod(merged.ref())) {
            pods.check(merged.ref(), merged.tree());
            return merged.before().orElseGet(() -> new KubeObject(merged.tree()));
        }
        return new KubeObject(merged.tree());
    }

    private Merged merged(KubeObject applied, String manager, boolean force) {
        if (resources.scope(applied.apiVersion(), applied.kind()).isEmpty()) {
            throw ApiException.unknownKind(applied.ref());
        }
        ObjectRef ref = inNamespace(applied.ref());
        KubeObject object = new KubeObject(withoutStatus(ref, applied.tree()));
        Optional<Schema> schema = resources.schema(ref.apiVersion(), ref.kind());
        schema.ifPresent(types -> types.checkApplied(object));
        Optional<KubeObject> before = get(ref);
        if (before.isEmpty()) {
            checkNamespace(ref);
        }
        Map<String, Object> fields = fields(object.tree());
        Map<String, Map<String, Object>> others = managed.others(ref, manager);
        Map<String, String> conflicts = conflicts(fields, others);
        if (!conflicts.isEmpty() && !force) {
            throw Rejections.conflict(conflicts.entrySet().stream()
                    .map(conflict -> conflict.getKey() + ": conflict with \"" + conflict.getValue() + "\"")
                    .toList());
        }
        List<String> takenOver = List.copyOf(conflicts.keySet());
        Map<String, Object> tree = Defaults.in(ServerSideApply.apply(
                before.map(KubeObject::tree).orElse(object.tree()),
                managed.applied(ref, manager),
                object.tree(),
                others.values().stream()
                        .map(other -> ServerSideApply.withoutFields(other, takenOver))
                        .toList()));
        admit(ref, tree, before, schema);
        return new Merged(ref, before, tree, fields, takenOver);
    }

    private void admit(ObjectRef ref, Map<String, Object> tree, Optional<KubeObject> before, Optional<Schema> schema) {
        KubeObject object = new KubeObject(tree);
        if (isPod(ref) && before.isEmpty()) {
            new PodAdmission(store).check(object);
        }
        List<String> problems = admission.problems(object, before, schema, List.copyOf(store.list("v1", "Service")));
        if (!problems.isEmpty()) {
            throw Rejections.invalid(ref, problems);
        }
    }

    /** The object in its namespace, without what the server alone sets (Kubernetes {@code apiserver/pkg/registry/rest}). */
    private static Map<String, Object> withoutStatus(ObjectRef ref, Map<String, Object> tree) {
        Map<String, Object> own = Tree.without(tree, "status");
        for (String field : List.of("creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds")) {
            own = Tree.without(own, "metadata", field);
        }
        return ref.namespace().isPresent() ? Tree.with(own, ref.namespace().get(), "metadata", "namespace") : own;
    }

    /** The fields that an apply manages: not those that identify the object. */
    private static Map<String, Object> fields(Map<String, Object> tree) {
        Map<String, Object> fields = new LinkedHashMap<>(tree);
        fields.keySet().removeAll(Set.of("apiVersion", "kind"));
        fields.put(
                "metadata",
                Tree.of(
                        "labels", Tree.at(tree, "metadata", "labels").orElse(null),
                        "annotations", Tree.at(tree, "metadata", "annotations").orElse(null)));
        return fields;
    }

    /** The fields that other managers have set to something else, with the manager of each. */
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
                store.get(ObjectRef.ofCluster("v1", "Namespace", name)).orElseThrow(() -> Rejections.noNamespace(name));
        if (namespace.deleting()) {
            throw Rejections.terminating(ref, name);
        }
    }

    private static boolean isPod(ObjectRef ref) {
        return ref.apiVersion().equals("v1") && ref.kind().equals("Pod");
    }

    /** Requests an object's deletion; false where there is no such object. */
    public boolean delete(ObjectRef asked) {
        Optional<KubeObject> object = get(asked);
        if (object.isEmpty()) {
            return false;
        }
        ObjectRef ref = inNamespace(asked);
        if (isPod(ref)) {
            pods.delete(ref);
            managed.forget(ref);
        } else {
            store.get(ref).ifPresent(collector::delete);
        }
        return true;
    }
}
