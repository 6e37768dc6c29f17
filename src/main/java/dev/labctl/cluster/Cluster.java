package dev.labctl.cluster;

import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.ipam.MultiPoolSettings;
import dev.labctl.ipam.PoolChoice;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.Observation;
import dev.labctl.tree.Tree;
import dev.labctl.workload.NodeConfigs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an observation says of a cluster's nodes, workloads and pods. Its indexes are built once, the one of workloads when
 * it is first asked for, because waits observe often and need none; it does not change. For one thread.
 */
public final class Cluster {
    private static final int DEEPEST_OWNER = 4;

    private final Observation observation;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final List<Pod> pods;
    private final Map<String, List<Pod>> podsByNode = new HashMap<>();
    private final Map<String, List<Pod>> podsByNamespace = new HashMap<>();
    private Optional<Map<ObjectRef, Workload>> workloadIndex = Optional.empty();

    private Cluster(Observation observation) {
        this.observation = observation;
        observation.list(Kind.NODE.kind()).stream()
                .sorted(Comparator.comparing(KubeObject::name))
                .forEach(node -> nodes.put(node.name(), new Node(node, this)));
        pods = observation.list(Kind.POD.kind()).stream()
                .map(object -> new Pod(object, this))
                .toList();
        for (Pod pod : pods) {
            add(podsByNode, pod.node().orElse(""), pod);
            add(podsByNamespace, pod.namespace(), pod);
        }
    }

    public static Cluster of(Observation observation) {
        return new Cluster(observation);
    }

    private static <K> void add(Map<K, List<Pod>> index, K key, Pod pod) {
        index.computeIfAbsent(key, missing -> new ArrayList<>()).add(pod);
    }

    private Map<ObjectRef, Workload> byRef() {
        if (workloadIndex.isEmpty()) {
            workloadIndex = Optional.of(findWorkloads());
        }
        return workloadIndex.get();
    }

    private Map<ObjectRef, Workload> findWorkloads() {
        Map<ObjectRef, KubeObject> roots = new LinkedHashMap<>();
        Map<ObjectRef, List<Pod>> owned = new HashMap<>();
        Stream.of(Kind.values())
                .filter(Kind::isWorkload)
                .flatMap(kind -> observation.list(kind.kind()).stream())
                .filter(object -> owner(object).isEmpty())
                .forEach(object -> roots.put(object.ref(), object));
        for (Pod pod : pods) {
            if (!pod.hasEnded()) {
                KubeObject root = pod.rootOwner();
                roots.putIfAbsent(root.ref(), root);
                add(owned, root.ref(), pod);
            }
        }
        Map<ObjectRef, Workload> found = new LinkedHashMap<>();
        roots.values().stream()
                .map(root -> workload(root, owned.getOrDefault(root.ref(), List.of())))
                .sorted(Comparator.comparing(Workload::isSystem)
                        .thenComparing(workload -> workload.ref().namespace().orElse(""))
                        .thenComparing(workload -> workload.ref().name())
                        .thenComparing(workload -> workload.ref().kind()))
                .forEach(workload -> found.put(workload.ref(), workload));
        return found;
    }

    private static Workload workload(KubeObject root, List<Pod> pods) {
        long wanted = Kind.POD.isOf(root)
                ? pods.stream().filter(pod -> !pod.isDeleting()).count()
                : Kind.of(root).map(kind -> kind.wanted(root)).orElse((long) pods.size());
        return Workload.of(root, (int) wanted, pods);
    }

    public Observation observation() {
        return observation;
    }

    /** When it was like this. */
    public Instant at() {
        return observation.at();
    }

    public Optional<KubeObject> find(ObjectRef ref) {
        return observation.find(ref);
    }

    /** All nodes, by name. */
    public List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    public Optional<Node> node(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    public List<Pod> pods() {
        return pods;
    }

    /** An object of the cluster as the pod that it is. */
    public Pod pod(KubeObject object) {
        return new Pod(object, this);
    }

    /** The pods of a node; those that have no node yet where the name is empty. */
    public List<Pod> podsOn(String node) {
        return podsByNode.getOrDefault(node, List.of());
    }

    /** The pods of a namespace that have all of these labels. */
    public List<Pod> pods(String namespace, Map<String, String> labels) {
        return podsByNamespace.getOrDefault(namespace, List.of()).stream()
                .filter(pod -> pod.hasLabels(labels))
                .toList();
    }

    /** The pods that the selector of an object chooses, such as a Deployment's or a Service's; none where it has none. */
    public List<Pod> podsOf(KubeObject object) {
        Map<String, String> selector = object.selector();
        return selector.isEmpty() ? List.of() : pods(object.namespace().orElse("default"), selector);
    }

    /** All workloads, those of the system last, by namespace and name. */
    public List<Workload> workloads() {
        return List.copyOf(byRef().values());
    }

    public Optional<Workload> workload(ObjectRef ref) {
        return Optional.ofNullable(byRef().get(ref));
    }

    /** The workloads of a namespace that create pods with these labels. */
    public List<Workload> workloads(String namespace, Map<String, String> podLabels) {
        return byRef().values().stream()
                .filter(workload -> workload.object().isIn(namespace))
                .filter(workload -> workload.podLabels().entrySet().containsAll(podLabels.entrySet()))
                .toList();
    }

    /** The last controller in the chain of an object's owners that is in the cluster; the object itself where none is. */
    public KubeObject rootOwner(KubeObject object) {
        KubeObject root = object;
        for (int depth = 0; depth < DEEPEST_OWNER; depth++) {
            Optional<KubeObject> owner = owner(root);
            if (owner.isEmpty()) {
                return root;
            }
            root = owner.get();
        }
        return root;
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

    /** The events of type Warning about an object, oldest first. */
    public Stream<KubeObject> warnings(KubeObject object) {
        return observation.events(object).stream().filter(event -> event.has("Warning", "type"));
    }

    /** The newest event of type Warning about an object. */
    public Optional<KubeObject> lastWarning(KubeObject object) {
        return warnings(object).reduce((before, after) -> after);
    }

    /** How far an object is on the way to what its spec asks for. */
    public ObjectStatus status(KubeObject object) {
        if (Kind.POD.isOf(object)) {
            return StatusRules.of(object, List.of(new Pod(object, this)), this);
        }
        if (ExternalAddresses.isLacking(object)) {
            return ExternalAddresses.status(object, observation);
        }
        // A Service's selector chooses pods as well, but they do not decide about the Service.
        boolean decidedByPods = Kind.of(object).filter(Kind::isWorkload).isPresent();
        return StatusRules.of(object, decidedByPods ? podsOf(object) : List.of(), this);
    }

    /** The DaemonSet of Cilium's agents; empty where Cilium is not installed. */
    public Optional<KubeObject> ciliumAgents() {
        return find(observation.ciliumNamespace().agents());
    }

    /** The tag of the agents' image: {@code quay.io/cilium/cilium:v1.18.2@sha256:…} is 1.18.2; empty where it has none. */
    public Optional<String> ciliumVersion() {
        return ciliumAgents().stream()
                .flatMap(agents -> agents.list("spec", "template", "spec", "containers").stream())
                .filter(container -> Tree.has(container, "cilium-agent", "name"))
                .flatMap(container -> Tree.text(container, "image").stream())
                .map(image -> image.split("@", 2)[0])
                .map(name -> name.substring(name.lastIndexOf(':') + 1))
                .filter(tag -> !tag.contains("/"))
                .map(tag -> tag.replaceFirst("^v", ""))
                .findFirst();
    }

    /** Cilium's IPAM settings, {@link IpamSettings#UNKNOWN} where there is no {@code cilium-config}. */
    public IpamSettings ipam() {
        return IpamSettings.ofConfig(observation.ciliumConfig()).orElse(IpamSettings.UNKNOWN);
    }

    /**
     * What a node's agent requests in mode multi-pool, as far as a {@code CiliumNodeConfig} was there when it started; empty
     * where its settings cannot be read.
     */
    public Optional<MultiPoolSettings> multiPool(String node) {
        Map<String, String> labels =
                find(Kind.NODE.ref(node)).map(KubeObject::labels).orElse(Map.of());
        return MultiPoolSettings.ofConfig(nodeConfigs().on(labels, observation.ciliumConfig()))
                .value();
    }

    private NodeConfigs nodeConfigs() {
        return new NodeConfigs(observation.list(NodeConfigs.KIND).stream()
                .filter(config -> config.namespace()
                        .filter(observation.ciliumNamespace().name()::equals)
                        .isPresent())
                .map(KubeObject::tree)
                .toList());
    }

    /** The pool of a node's pods that no annotation gives another one, in mode multi-pool. */
    public String defaultPool(Optional<String> node) {
        return node.flatMap(this::multiPool)
                .or(() -> MultiPoolSettings.ofConfig(observation.ciliumConfig()).value())
                .map(MultiPoolSettings::defaultPool)
                .orElse("default");
    }

    /** The pool that a pod gets its address from, and what chose it, in mode multi-pool. */
    public PoolChoice poolChoice(Pod pod, Family family) {
        Map<String, String> ofNamespace = find(Kind.NAMESPACE.ref(pod.namespace()))
                .map(object -> object.texts("metadata", "annotations"))
                .orElse(Map.of());
        return PoolChoice.of(family, pod.annotations(), ofNamespace, defaultPool(pod.node()));
    }
}
