package dev.labctl.kubernetes;

import dev.labctl.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The objects of a cluster at one moment. Verdicts, explanations and address maps are all derived from this one value, so that
 * no two of them can contradict each other. It holds no Secrets.
 */
public final class Observation {
    public static final ObjectRef CILIUM_CONFIG =
            ObjectRef.namespaced("v1", "ConfigMap", "kube-system", "cilium-config");

    private static final int DEEPEST_OWNER = 4;

    private final Instant at;
    private final String kubernetes;
    private final List<KubeObject> objects;
    private final Map<String, List<KubeObject>> byKind = new LinkedHashMap<>();
    private final Map<ObjectRef, KubeObject> byRef = new LinkedHashMap<>();
    private final Map<String, List<KubeObject>> events = new LinkedHashMap<>();
    private final Map<String, List<KubeObject>> podsByNode = new LinkedHashMap<>();

    /**
     * What was observed.
     *
     * @param at when they were read
     * @param kubernetes the server's version
     */
    public Observation(Instant at, String kubernetes, List<KubeObject> objects) {
        this.at = at;
        this.kubernetes = kubernetes;
        this.objects = List.copyOf(objects);
        for (KubeObject object : objects) {
            byKind.computeIfAbsent(object.kind(), kind -> new ArrayList<>()).add(object);
            byRef.put(object.ref(), object);
        }
        list("Event").forEach(event -> events.computeIfAbsent(
                        event.text("involvedObject", "uid").orElse(""), uid -> new ArrayList<>())
                .add(event));
        list("Pod").forEach(pod -> podsByNode
                .computeIfAbsent(pod.text("spec", "nodeName").orElse(""), node -> new ArrayList<>())
                .add(pod));
    }

    public Instant at() {
        return at;
    }

    public String kubernetes() {
        return kubernetes;
    }

    /** The objects of a kind, such as {@code Pod}; events are in the order of their last time. */
    public List<KubeObject> list(String kind) {
        return byKind.getOrDefault(kind, List.of());
    }

    public Optional<KubeObject> find(ObjectRef ref) {
        return Optional.ofNullable(byRef.get(ref));
    }

    /** The objects of a kind with that name, in whatever namespace. */
    public List<KubeObject> named(String kind, String name) {
        return list(kind).stream().filter(object -> object.name().equals(name)).toList();
    }

    /** What happened to an object, oldest first. */
    public List<KubeObject> events(KubeObject object) {
        return events.getOrDefault(object.uid(), List.of());
    }

    /**
     * The pods of a node.
     *
     * @param node empty for those that have none yet
     */
    public List<KubeObject> podsOn(String node) {
        return podsByNode.getOrDefault(node, List.of());
    }

    /** The pods that an object's selector chooses, in its namespace; none where it has no selector. */
    public List<KubeObject> podsOf(KubeObject object) {
        Map<String, String> labels = object.texts("spec", "selector", "matchLabels");
        Map<String, String> selector = labels.isEmpty() ? object.texts("spec", "selector") : labels;
        return selector.isEmpty() ? List.of() : pods(object.namespace().orElse("default"), selector);
    }

    /** The pods of a namespace that have all of these labels. */
    public List<KubeObject> pods(String namespace, Map<String, String> labels) {
        return list("Pod").stream()
                .filter(pod -> pod.namespace().filter(namespace::equals).isPresent())
                .filter(pod -> pod.labels().entrySet().containsAll(labels.entrySet()))
                .toList();
    }

    /** Whatever made an object: the Deployment of a pod, not its ReplicaSet; the object itself where nothing did. */
    public KubeObject top(KubeObject object) {
        KubeObject top = object;
        for (int depth = 0; depth < DEEPEST_OWNER; depth++) {
            Optional<KubeObject> owner = owner(top);
            if (owner.isEmpty()) {
                return top;
            }
            top = owner.get();
        }
        return top;
    }

    private Optional<KubeObject> owner(KubeObject object) {
        return object.list("metadata", "ownerReferences").stream()
                .filter(entry -> Tree.flag(entry, "controller").orElse(false))
                .findFirst()
                .flatMap(entry -> find(new ObjectRef(
                        Tree.text(entry, "apiVersion").orElse(""),
                        Tree.text(entry, "kind").orElse(""),
                        object.namespace(),
                        Tree.text(entry, "name").orElse(""))));
    }

    /** The settings that Cilium runs with; none where it is not installed. */
    public Map<String, String> ciliumConfig() {
        return find(CILIUM_CONFIG).map(config -> config.texts("data")).orElse(Map.of());
    }

    /** The observation as JSON keeps it, for a bug report or a test. */
    public Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("at", at.toString());
        tree.put("kubernetes", kubernetes);
        tree.put("objects", objects.stream().map(KubeObject::tree).toList());
        return tree;
    }

    /** Reads back what {@link #tree} wrote. */
    public static Observation of(Map<String, Object> tree) {
        return new Observation(
                Tree.text(tree, "at").map(Instant::parse).orElse(Instant.EPOCH),
                Tree.text(tree, "kubernetes").orElse(""),
                Tree.list(tree, "objects").stream()
                        .map(object -> new KubeObject(Tree.map(object)))
                        .toList());
    }
}
