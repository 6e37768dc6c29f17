package dev.labctl.kubernetes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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

    private final Instant at;
    private final String kubernetes;
    private final List<KubeObject> objects;
    private final Map<String, List<KubeObject>> byKind = new LinkedHashMap<>();
    private final Map<ObjectRef, KubeObject> byRef = new LinkedHashMap<>();
    private final Map<String, List<KubeObject>> events = new LinkedHashMap<>();

    /** What was read at a moment from a server of that version. */
    public Observation(Instant at, String kubernetes, List<KubeObject> objects) {
        this.at = at;
        this.kubernetes = kubernetes;
        this.objects = List.copyOf(objects);
        for (KubeObject object : objects) {
            byKind.computeIfAbsent(object.kind(), kind -> new ArrayList<>()).add(object);
            byRef.put(object.ref(), object);
        }
        list("Event").stream()
                .sorted(Comparator.comparing(Observation::lastTime))
                .forEach(event -> events.computeIfAbsent(
                                event.text("involvedObject", "uid").orElse(""), uid -> new ArrayList<>())
                        .add(event));
    }

    private static String lastTime(KubeObject event) {
        return event.text("lastTimestamp")
                .or(() -> event.text("eventTime"))
                .or(() -> event.text("metadata", "creationTimestamp"))
                .orElse("");
    }

    public Instant at() {
        return at;
    }

    public String kubernetes() {
        return kubernetes;
    }

    /** The objects of a kind, such as {@code Pod}. */
    public List<KubeObject> list(String kind) {
        return byKind.getOrDefault(kind, List.of());
    }

    public Optional<KubeObject> find(ObjectRef ref) {
        return Optional.ofNullable(byRef.get(ref));
    }

    /** The object that a manifest means, whether its kind has namespaces or not. */
    public Optional<KubeObject> findWritten(ObjectRef written) {
        return find(written.in(written.namespace().orElse("default")))
                .or(() -> find(ObjectRef.ofCluster(written.apiVersion(), written.kind(), written.name())));
    }

    /** The objects of a kind with that name, in whatever namespace. */
    public List<KubeObject> named(String kind, String name) {
        return list(kind).stream().filter(object -> object.name().equals(name)).toList();
    }

    /** What happened to an object, oldest first. */
    public List<KubeObject> events(KubeObject object) {
        return events.getOrDefault(object.uid(), List.of());
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
}
