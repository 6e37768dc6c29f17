package dev.labctl.kubernetes;

import dev.labctl.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An API server in memory for tests of what stands above {@link KubeApi}: it keeps objects, counts their versions, takes
 * away what was applied before and is not applied any more, and does nothing by itself. How a real one answers is tested
 * against a real one.
 */
public class FakeApi implements KubeApi {
    private static final Set<String> OF_CLUSTER = Set.of(
            "Namespace",
            "Node",
            "CustomResourceDefinition",
            "CiliumNode",
            "CiliumPodIPPool",
            "ValidatingWebhookConfiguration",
            "ClusterRole");

    private final Map<ObjectRef, KubeObject> objects = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<ObjectRef, Map<String, Object>> own = new HashMap<>();
    private final List<ObjectRef> applied = Collections.synchronizedList(new ArrayList<>());
    private final List<ObjectRef> deleted = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Boolean> unknownKinds = new HashMap<>();
    private final Map<String, RuntimeException> refusals = new HashMap<>();
    private final Map<String, RuntimeException> keepers = new HashMap<>();
    private final Map<ObjectRef, RuntimeException> conditionalRefusals = new HashMap<>();
    private final Map<String, List<String>> written = new HashMap<>();
    private final Set<String> silent = new HashSet<>();
    private Consumer<FakeApi> beforeGet = api -> {};
    private Consumer<FakeApi> beforeList = api -> {};
    private Consumer<FakeApi> beforeApply = api -> {};
    private final List<String> executed = Collections.synchronizedList(new ArrayList<>());
    private Function<List<String>, Execution> execution = argv -> new Execution(127, "", "not found");
    private long version;

    public FakeApi has(KubeObject... more) {
        for (KubeObject object : more) {
            objects.put(object.ref(), object);
        }
        return this;
    }

    /** Cilium's definitions that a wait for Cilium looks for, established. */
    public FakeApi hasCiliumDefinitions() {
        for (String plural : List.of("ciliumnodes", "ciliumendpoints", "ciliumidentities")) {
            has(object(
                    "apiextensions.k8s.io/v1",
                    "CustomResourceDefinition",
                    null,
                    plural + ".cilium.io",
                    Map.of("status", Map.of("conditions", List.of(Map.of("type", "Established", "status", "True"))))));
        }
        return this;
    }

    public FakeApi hasServiceAccount(String namespace) {
        return has(object("v1", "ServiceAccount", namespace, "default", Map.of()));
    }

    public FakeApi doesNotKnow(String kind) {
        unknownKinds.put(kind, true);
        return this;
    }

    public void learns(String kind) {
        unknownKinds.remove(kind);
    }

    public void refuses(String name, RuntimeException answer) {
        refusals.put(name, answer);
    }

    public void refusesToDelete(String name, RuntimeException answer) {
        keepers.put(name, answer);
    }

    public void accepts(String name) {
        refusals.remove(name);
    }

    /** Lets the cluster go on whenever it is looked at. */
    public void beforeEachGet(Consumer<FakeApi> change) {
        beforeGet = change;
    }

    public void beforeEachList(Consumer<FakeApi> change) {
        beforeList = change;
    }

    public void beforeEachApply(Consumer<FakeApi> change) {
        beforeApply = change;
    }

    public synchronized void remove(ObjectRef ref) {
        objects.remove(ref);
        own.remove(ref);
    }

    /** The object, without letting the cluster go on. */
    public Optional<KubeObject> peek(ObjectRef ref) {
        return Optional.ofNullable(objects.get(ref));
    }

    /** What was applied, in order. */
    public List<String> applied() {
        return applied.stream().map(ObjectRef::toString).toList();
    }

    public List<String> deleted() {
        return deleted.stream().map(ObjectRef::toString).toList();
    }

    public static KubeObject object(
            String apiVersion, String kind, String namespace, String name, Map<String, Object> rest) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", name);
        if (namespace != null) {
            metadata.put("namespace", namespace);
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", apiVersion);
        tree.put("kind", kind);
        tree.put("metadata", metadata);
        return new KubeObject(Tree.merge(tree, rest));
    }

    @Override
    public String version() {
        return "v1.33.12";
    }

    @Override
    public Optional<Scope> scope(String apiVersion, String kind) {
        if (unknownKinds.containsKey(kind)) {
            return Optional.empty();
        }
        return Optional.of(OF_CLUSTER.contains(kind) ? Scope.CLUSTER : Scope.NAMESPACED);
    }

    @Override
    public Optional<KubeObject> get(ObjectRef ref) {
        beforeGet.accept(this);
        return peek(inNamespace(ref));
    }

    @Override
    public List<KubeObject> list(
            String apiVersion, String kind, Optional<String> namespace, Map<String, String> labels) {
        beforeList.accept(this);
        return List.copyOf(objects.values()).stream()
                .filter(object ->
                        object.apiVersion().equals(apiVersion) && object.kind().equals(kind))
                .filter(object -> namespace.isEmpty() || namespace.equals(object.namespace()))
                .filter(object -> object.labels().entrySet().containsAll(labels.entrySet()))
                .toList();
    }

    @Override
    public synchronized KubeObject apply(KubeObject object, boolean force) {
        beforeApply.accept(this);
        RuntimeException refusal = refusals.get(object.name());
        if (refusal != null
                && !(force && refusal instanceof ApiException e && e.kind() == ApiException.Kind.CONFLICT)) {
            throw refusal;
        }
        applied.add(object.ref());
        Map<String, Object> before = Optional.ofNullable(objects.get(object.ref()))
                .map(KubeObject::tree)
                .orElse(Map.of());
        Map<String, Object> others = without(before, own.getOrDefault(object.ref(), Map.of()), object.tree());
        own.put(object.ref(), object.tree());
        Map<String, Object> merged = Tree.merge(others, object.tree());
        if (!merged.equals(before)) {
            version++;
            merged = Tree.merge(merged, Map.of("metadata", Map.of("resourceVersion", Long.toString(version))));
        }
        KubeObject after = new KubeObject(merged);
        objects.put(object.ref(), after);
        return after;
    }

    @Override
    public List<KubeObject> contents(String namespace) {
        return List.copyOf(objects.values()).stream()
                .filter(object -> object.isIn(namespace))
                .toList();
    }

    /** What applying it over the object would give; without what the manager does not apply any more. */
    @Override
    public synchronized KubeObject preview(KubeObject object, boolean force) {
        RuntimeException refusal = refusals.get(object.name());
        if (refusal != null
                && !(force && refusal instanceof ApiException e && e.kind() == ApiException.Kind.CONFLICT)) {
            throw refusal;
        }
        Map<String, Object> before = peek(object.ref()).map(KubeObject::tree).orElse(Map.of());
        return new KubeObject(
                Tree.merge(without(before, own.getOrDefault(object.ref(), Map.of()), object.tree()), object.tree()));
    }

    private static Map<String, Object> without(
            Map<String, Object> live, Map<String, Object> before, Map<String, Object> now) {
        Map<String, Object> left = new LinkedHashMap<>(live);
        before.forEach((key, value) -> {
            if (!now.containsKey(key)) {
                left.remove(key);
            } else if (value instanceof Map && now.get(key) instanceof Map && left.get(key) instanceof Map) {
                left.put(key, without(Tree.map(left.get(key)), Tree.map(value), Tree.map(now.get(key))));
            }
        });
        return left;
    }

    @Override
    public synchronized boolean delete(ObjectRef ref) {
        if (keepers.containsKey(ref.name())) {
            throw keepers.get(ref.name());
        }
        ObjectRef full = inNamespace(ref);
        boolean there = objects.containsKey(full);
        if (there) {
            remove(full);
            deleted.add(full);
        }
        return there;
    }

    @Override
    public synchronized Optional<KubeObject> create(KubeObject object) {
        refuse(object.ref());
        return objects.containsKey(object.ref()) ? Optional.empty() : Optional.of(written(object));
    }

    @Override
    public synchronized Optional<KubeObject> replace(KubeObject object) {
        refuse(object.ref());
        return unchanged(object) ? Optional.of(written(object)) : Optional.empty();
    }

    @Override
    public synchronized boolean deleteUnchanged(KubeObject object) {
        refuse(object.ref());
        return unchanged(object) && objects.remove(object.ref()) != null;
    }

    private void refuse(ObjectRef ref) {
        RuntimeException refusal = conditionalRefusals.get(ref);
        if (refusal != null) {
            throw refusal;
        }
    }

    private boolean unchanged(KubeObject before) {
        return peek(before.ref())
                .filter(now -> now.resourceVersion().equals(before.resourceVersion()))
                .isPresent();
    }

    private KubeObject written(KubeObject object) {
        version++;
        KubeObject after = new KubeObject(
                Tree.merge(object.tree(), Map.of("metadata", Map.of("resourceVersion", Long.toString(version)))));
        objects.put(after.ref(), after);
        return after;
    }

    /** What conditional writes of an object are answered. */
    public void answers(ObjectRef ref, RuntimeException answer) {
        conditionalRefusals.put(ref, answer);
    }

    /** As with a real server's paths: who names no namespace means the default one. */
    private static ObjectRef inNamespace(ObjectRef ref) {
        boolean named = ref.namespace().isPresent() || OF_CLUSTER.contains(ref.kind());
        return named ? ref : ref.in("default");
    }

    /** As the kubelet does it: the newest lines, or those since the beginning of a second. */
    @Override
    public List<String> logs(String namespace, String pod, String container, LogRange range) {
        String key = namespace + "/" + pod + "/" + container + (range.previous() ? ".previous" : "");
        if (written.containsKey(key)) {
            Instant since = range.since().orElse(Instant.MIN);
            Instant second = since.equals(Instant.MIN) ? since : since.truncatedTo(ChronoUnit.SECONDS);
            List<String> lines = List.copyOf(written.get(key)).stream()
                    .filter(line -> !Instant.parse(line.split(" ", 2)[0]).isBefore(second))
                    .toList();
            int most = range.newest().orElse(Integer.MAX_VALUE);
            return lines.subList(Math.max(0, lines.size() - most), lines.size());
        }
        if (silent.contains(key)) {
            throw new ApiException(ApiException.Kind.REFUSED, 400, "container is waiting to start");
        }
        return List.of("2026-11-23T10:00:00Z " + container + " of " + pod);
    }

    /**
     * Adds lines to the log of a container.
     *
     * @param source namespace, pod and container; with {@code .previous}, of the one before the last restart
     */
    public void writes(String source, String... lines) {
        written.computeIfAbsent(source, key -> Collections.synchronizedList(new ArrayList<>()))
                .addAll(List.of(lines));
    }

    /** A container without a log. */
    public void hasNoLog(String source) {
        silent.add(source);
    }

    /** Lets commands in containers answer. */
    public void answers(Function<List<String>, Execution> answer) {
        execution = answer;
    }

    /** What was run, and where. */
    public List<String> executed() {
        return List.copyOf(executed);
    }

    @Override
    public Execution exec(String namespace, String pod, String container, List<String> argv, Duration timeout) {
        executed.add(namespace + "/" + pod + "/" + container + ": " + String.join(" ", argv));
        return execution.apply(argv);
    }

    @Override
    public void close() {
        objects.clear();
    }
}
