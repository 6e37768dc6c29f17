package dev.labctl.provider.rehearsal.simulation.kernel;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The objects of the cluster but its pods, by kind, namespace and name. It numbers their versions and generations, and calls
 * the watchers of a kind on every change.
 *
 * <p>Versions and uids depend on what is stored and when, never on the order of two calls at the same time: callers apply
 * objects by several threads.
 */
public final class ObjectStore {
    private final VirtualClock time;
    private final long seed;
    private final Map<String, NavigableMap<String, KubeObject>> kinds = new TreeMap<>();
    private final Map<String, List<Consumer<ObjectRef>>> watchers = new HashMap<>();

    public ObjectStore(VirtualClock time, long seed) {
        this.time = time;
        this.seed = seed;
    }

    /** Calls a watcher on every change to an object of a kind. */
    public void watch(String kind, Consumer<ObjectRef> watcher) {
        watchers.computeIfAbsent(kind, k -> new ArrayList<>()).add(watcher);
    }

    public Optional<KubeObject> get(ObjectRef ref) {
        return Optional.ofNullable(members(ref.apiVersion(), ref.kind()).get(key(ref)));
    }

    /** All objects of a kind, by namespace and name. */
    public Collection<KubeObject> list(String apiVersion, String kind) {
        return List.copyOf(members(apiVersion, kind).values());
    }

    public Collection<KubeObject> list(String apiVersion, String kind, String namespace) {
        return List.copyOf(members(apiVersion, kind)
                .subMap(namespace + "/", namespace + "0")
                .values());
    }

    /** The objects of a kind that name another object of their namespace as an owner. */
    public List<KubeObject> owned(String apiVersion, String kind, KubeObject owner) {
        return list(apiVersion, kind, owner.namespace().orElse("")).stream()
                .filter(object -> object.list("metadata", "ownerReferences").stream()
                        .anyMatch(reference -> Tree.has(reference, owner.uid(), "uid")))
                .toList();
    }

    /** Every object, kind by kind. */
    public List<KubeObject> all() {
        List<KubeObject> all = new ArrayList<>();
        kinds.values().forEach(members -> all.addAll(members.values()));
        return all;
    }

    /** Stores an object as it is to be, under a new version where that is something new. */
    public KubeObject put(Map<String, Object> wanted) {
        ObjectRef ref = new KubeObject(wanted).ref();
        Optional<KubeObject> before = get(ref);
        Map<String, Object> tree = before.isPresent() ? updated(before.get().tree(), wanted) : created(ref, wanted);
        if (before.isPresent() && before.get().tree().equals(tree)) {
            return before.get();
        }
        KubeObject after = new KubeObject(tree);
        members(ref.apiVersion(), ref.kind()).put(key(ref), after);
        notifyWatchers(ref);
        return after;
    }

    /** Stores an object unless it is there already, whatever that is like. */
    public void putIfAbsent(Map<String, Object> object) {
        if (get(new KubeObject(object).ref()).isEmpty()) {
            put(object);
        }
    }

    /** Changes an object, where it is there. */
    public void change(ObjectRef ref, UnaryOperator<Map<String, Object>> change) {
        get(ref).ifPresent(object -> put(change.apply(object.tree())));
    }

    public void remove(ObjectRef ref) {
        if (members(ref.apiVersion(), ref.kind()).remove(key(ref)) != null) {
            notifyWatchers(ref);
        }
    }

    private void notifyWatchers(ObjectRef ref) {
        watchers.getOrDefault(ref.kind(), List.of()).forEach(watcher -> watcher.accept(ref));
    }

    private Map<String, Object> created(ObjectRef ref, Map<String, Object> wanted) {
        Map<String, Object> metadata = new LinkedHashMap<>(Tree.map(wanted, "metadata"));
        long number = Randomness.hash(ref.apiVersion() + " " + ref) + time.age();
        metadata.put("uid", Randomness.uid(seed, number).toString());
        metadata.put("resourceVersion", Long.toString(time.age() + 1));
        metadata.putIfAbsent("creationTimestamp", time.now());
        if (wanted.containsKey("spec")) {
            metadata.put("generation", 1L);
        }
        return Tree.with(wanted, metadata, "metadata");
    }

    private Map<String, Object> updated(Map<String, Object> before, Map<String, Object> wanted) {
        Map<String, Object> metadata = new LinkedHashMap<>(Tree.map(wanted, "metadata"));
        Map<String, Object> old = Tree.map(before, "metadata");
        for (String kept : List.of("uid", "resourceVersion", "creationTimestamp", "generation")) {
            if (old.containsKey(kept)) {
                metadata.put(kept, old.get(kept));
            }
        }
        Map<String, Object> after = Tree.with(wanted, metadata, "metadata");
        if (after.equals(before)) {
            return before;
        }
        boolean otherSpec = !Tree.map(before, "spec").equals(Tree.map(wanted, "spec"));
        if (otherSpec) {
            metadata.put("generation", Tree.number(old, "generation").orElse(0L) + 1);
        }
        long version = Long.parseLong(Tree.text(old, "resourceVersion").orElse("0"));
        metadata.put("resourceVersion", Long.toString(Math.max(version, time.age()) + 1));
        return after;
    }

    private NavigableMap<String, KubeObject> members(String apiVersion, String kind) {
        return kinds.computeIfAbsent(apiVersion + " " + kind, k -> new TreeMap<>());
    }

    private static String key(ObjectRef ref) {
        return ref.namespace().orElse("") + "/" + ref.name();
    }
}
