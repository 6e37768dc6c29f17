package dev.labctl.kubernetes;

import dev.labctl.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The objects of a cluster at one moment. Verdicts, explanations and address maps are all derived from this one value, so that
 * no two of them can contradict each other. It holds no Secrets.
 */
public final class Observation {
    /**
     * A kind of objects that could not be read: what is concluded from their absence would be wrong.
     *
     * @param kind such as {@code Pod}
     * @param why in the words of who refused it
     */
    public record Gap(String kind, String why) {}

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
            List.of("cilium.io/v2", "CiliumNodeConfig"),
            List.of("cilium.io/v2alpha1", "CiliumPodIPPool"),
            List.of("v1", "Event"));

    /** More objects of a kind are read by one list, even if the cluster has others of it. */
    private static final int FEW = 4;

    private final Instant at;
    private final String kubernetes;
    private final List<KubeObject> objects;
    private final List<Gap> gaps;
    private final List<String> notes;
    private final Map<String, String> operatorLog;
    private final CiliumNamespace ciliumNamespace;
    private final Map<String, List<KubeObject>> byKind = new LinkedHashMap<>();
    private final Map<ObjectRef, KubeObject> byRef = new LinkedHashMap<>();
    private final Map<String, List<KubeObject>> events = new LinkedHashMap<>();

    /** Everything that is there, at a moment, on a server of that version. */
    public Observation(Instant at, String kubernetes, List<KubeObject> objects) {
        this(at, kubernetes, objects, List.of(), List.of());
    }

    /** What was read at a moment from a server of that version, and what was not. */
    public Observation(Instant at, String kubernetes, List<KubeObject> objects, List<Gap> gaps, List<String> notes) {
        this(at, kubernetes, objects, gaps, notes, Map.of());
    }

    private Observation(
            Instant at,
            String kubernetes,
            List<KubeObject> objects,
            List<Gap> gaps,
            List<String> notes,
            Map<String, String> operatorLog) {
        this.operatorLog = Map.copyOf(operatorLog);
        this.at = at;
        this.kubernetes = kubernetes;
        this.objects = List.copyOf(objects);
        this.gaps = List.copyOf(gaps);
        this.notes = List.copyOf(notes);
        this.ciliumNamespace = CiliumNamespace.in(objects);
        for (KubeObject object : objects) {
            byKind.computeIfAbsent(object.kind(), kind -> new ArrayList<>()).add(object);
            byRef.put(object.ref(), object);
        }
        IdentityHashMap<KubeObject, String> times = new IdentityHashMap<>();
        list("Event").forEach(event -> times.put(event, lastTime(event)));
        list("Event").stream().sorted(Comparator.comparing(times::get)).forEach(event -> events.computeIfAbsent(
                        event.text("involvedObject", "uid").orElse(""), uid -> new ArrayList<>())
                .add(event));
    }

    private static String lastTime(KubeObject event) {
        return event.text("lastTimestamp")
                .or(() -> event.text("eventTime"))
                .or(() -> event.text("metadata", "creationTimestamp"))
                .orElse("");
    }

    /** Reads what may be read of a cluster, and objects of other kinds that are needed as well. */
    public static Observation read(KubeApi cluster, Instant now, Collection<ObjectRef> also) {
        Permitted api = new Permitted(cluster);
        List<KubeObject> objects = new ArrayList<>();
        Lists.read(api, KINDS).forEach(object -> objects.add(lean(object)));
        ObjectRef config = CiliumNamespace.in(objects).config();
        api.get(config).ifPresent(found -> objects.add(lean(found)));
        others(also, config).forEach((kind, refs) -> objects.addAll(some(api, kind, refs)));
        return new Observation(now, api.version(), objects, api.gaps(), api.notes());
    }

    /** The objects that are needed beyond those that are always read, by apiVersion and kind. */
    private static Map<List<String>, Set<ObjectRef>> others(Collection<ObjectRef> also, ObjectRef config) {
        return also.stream()
                .filter(ref -> !KINDS.contains(List.of(ref.apiVersion(), ref.kind())))
                .filter(ref -> !ref.equals(config) && !ref.kind().equals("Secret"))
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
        return found.map(Observation::lean).toList();
    }

    /** A reference may leave out the namespace {@code default}, and name one where the kind has none. */
    private static Stream<ObjectRef> names(KubeObject object) {
        ObjectRef bare = ObjectRef.ofCluster(object.apiVersion(), object.kind(), object.name());
        String namespace = object.namespace().orElse("default");
        return namespace.equals("default") ? Stream.of(bare, bare.in(namespace)) : Stream.of(bare.in(namespace));
    }

    /** Without the book-keeping of field managers and a node's list of images, which are often longer than the rest. */
    private static KubeObject lean(KubeObject object) {
        Map<String, Object> tree =
                object.kind().equals("Node") ? Tree.without(object.tree(), "status", "images") : object.tree();
        return new KubeObject(Tree.without(tree, "metadata", "managedFields"));
    }

    /** The same with more objects. */
    public Observation with(List<KubeObject> more) {
        return new Observation(
                at, kubernetes, Stream.concat(objects.stream(), more.stream()).toList(), gaps, notes, operatorLog);
    }

    /** The same with other versions of some of its objects. */
    public Observation replacing(List<KubeObject> others) {
        Map<ObjectRef, KubeObject> changed =
                others.stream().collect(Collectors.toMap(KubeObject::ref, object -> object));
        List<KubeObject> all = objects.stream()
                .map(object -> changed.getOrDefault(object.ref(), object))
                .toList();
        return new Observation(at, kubernetes, all, gaps, notes, operatorLog);
    }

    /** The same with what the log of Cilium's operator says of nodes, by their names. */
    public Observation withOperatorLog(Map<String, String> errors) {
        return new Observation(at, kubernetes, objects, gaps, notes, errors);
    }

    /** What the log of Cilium's operator says of a node; empty where it says nothing, or was not read. */
    public Optional<String> operatorLog(String node) {
        return Optional.ofNullable(operatorLog.get(node));
    }

    /** All objects. */
    public List<KubeObject> objects() {
        return objects;
    }

    public Instant at() {
        return at;
    }

    public String kubernetes() {
        return kubernetes;
    }

    /** The kinds that could not be read. */
    public List<Gap> gaps() {
        return gaps;
    }

    /** What else a reader has to know of it, a sentence each. */
    public List<String> notes() {
        return notes;
    }

    /** Whether the objects of a kind were read: what is not here then does not exist. */
    public boolean knows(String kind) {
        return gaps.stream().noneMatch(gap -> gap.kind().equals(kind));
    }

    /** Where Cilium is installed. */
    public CiliumNamespace ciliumNamespace() {
        return ciliumNamespace;
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
        return find(ciliumNamespace.config())
                .map(config -> config.texts("data"))
                .orElse(Map.of());
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
