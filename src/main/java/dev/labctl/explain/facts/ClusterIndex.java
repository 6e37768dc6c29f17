package dev.labctl.explain.facts;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.AddressMap.Block;
import dev.labctl.addresses.AddressMap.NodeMap;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.addresses.WorkloadState;
import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Pod;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.HostScope;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.IpAddress;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.ipam.MultiPoolSettings;
import dev.labctl.ipam.PodIpPool;
import dev.labctl.ipam.PoolChoice;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** An observation with its addresses and what is known of its lab, indexed by what causes are found from. */
public final class ClusterIndex {
    public static final String SYSTEM = "kube-system";

    /** What began less than this ago may still succeed, as long as nothing speaks against it. */
    public static final Duration RECENT = Duration.ofSeconds(60);

    private static final ObjectRef AGENTS = ObjectRef.namespaced("apps/v1", "DaemonSet", SYSTEM, "cilium");
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private final Observation observation;
    private final Cluster cluster;
    private final LabFacts lab;
    private final AddressMap addresses;
    private final IpamSettings settings;
    private final Map<String, NodeMap> nodes = new HashMap<>();
    private final Map<ObjectRef, WorkloadState> workloads = new HashMap<>();
    private final Map<String, KubeObject> agents = new HashMap<>();
    private final List<KubeObject> operators = new ArrayList<>();
    private final Map<String, PodIpPool> pools = new LinkedHashMap<>();
    private final Map<String, IpAddress> outside = new HashMap<>();

    public ClusterIndex(Observation observation, LabFacts lab) {
        this.observation = observation;
        this.lab = lab;
        this.cluster = Cluster.of(observation);
        this.addresses = AddressMap.of(cluster);
        this.settings = cluster.ipam();
        addresses.nodes().forEach(node -> nodes.put(node.name(), node));
        addresses.workloads().forEach(workload -> workloads.put(workload.ref(), workload));
        observation.list("CiliumPodIPPool").stream()
                .flatMap(pool -> PodIpPool.of(pool.tree()).stream())
                .forEach(pool -> pools.put(pool.name(), pool));
        if (is(IpamMode.KUBERNETES) || is(IpamMode.CLUSTER_POOL) || is(IpamMode.MULTI_POOL)) {
            addresses.strangers().forEach(address -> outside.putIfAbsent(address.owner(), address.ip()));
        }
        for (KubeObject pod : observation.list("Pod")) {
            if (isAgent(pod) && !pod.deleting()) {
                nodeName(pod).ifPresent(node -> agents.put(node, pod));
            } else if (isOperator(pod) && !pod.deleting()) {
                operators.add(pod);
            }
        }
    }

    public Observation observation() {
        return observation;
    }

    /** The pods of a node that have an address or wait for one. */
    public List<KubeObject> podsThatNeedAddress(String node) {
        return cluster.podsOn(node).stream()
                .filter(pod -> pod.takesAddress() && !pod.isDeleting())
                .map(Pod::object)
                .toList();
    }

    public LabFacts lab() {
        return lab;
    }

    public AddressMap addresses() {
        return addresses;
    }

    public IpamSettings settings() {
        return settings;
    }

    public boolean is(IpamMode mode) {
        return settings.is(mode);
    }

    public Infrastructure infrastructure() {
        return Infrastructure.ofConfig(observation.ciliumConfig());
    }

    /** Whether Cilium was installed, whatever state it is in. */
    public boolean ciliumInstalled() {
        return !observation.ciliumConfig().isEmpty() || observation.find(AGENTS).isPresent();
    }

    public static boolean isAgent(KubeObject pod) {
        return "cilium".equals(pod.labels().get("k8s-app"))
                && pod.namespace().filter(SYSTEM::equals).isPresent();
    }

    public static boolean isOperator(KubeObject pod) {
        return "operator".equals(pod.labels().get("io.cilium/app"));
    }

    public Optional<KubeObject> agent(String node) {
        return Optional.ofNullable(agents.get(node));
    }

    public boolean agentReady(String node) {
        return agent(node).filter(pod -> pod.conditionTrue("Ready")).isPresent();
    }

    /** The state of the agent's own container. */
    public static Optional<ContainerStatus> agentContainer(KubeObject agent) {
        return ContainerStatus.of(agent).stream()
                .filter(container -> container.name().equals("cilium-agent"))
                .findFirst();
    }

    public List<KubeObject> operators() {
        return operators;
    }

    public boolean operatorReady() {
        return operators.stream().anyMatch(pod -> pod.conditionTrue("Ready"));
    }

    public Optional<KubeObject> node(String name) {
        return observation.find(ObjectRef.ofCluster("v1", "Node", name));
    }

    public Optional<KubeObject> ciliumNode(String name) {
        return observation.find(ObjectRef.ofCluster("cilium.io/v2", "CiliumNode", name));
    }

    public Optional<NodeMap> addresses(String node) {
        return Optional.ofNullable(nodes.get(node));
    }

    public List<Block> blocks(String node) {
        return addresses(node).map(NodeMap::blocks).orElse(List.of());
    }

    /** The blocks that a node has of a pool. */
    public List<Block> blocks(String node, String pool, Family family) {
        return blocks(node).stream()
                .filter(block -> block.pool().equals(pool) && block.family() == family)
                .toList();
    }

    public List<Cidr> cidrs(String node) {
        return blocks(node).stream().map(Block::cidr).toList();
    }

    /** A pod's name as Cilium's agents note the owner of an address. */
    public static String addressOwner(KubeObject pod) {
        return pod.namespace().orElse("default") + "/" + pod.name();
    }

    /** The address of a pod that is in no block of its node, in modes in which nodes have blocks. */
    public Optional<IpAddress> addressOutsideBlocks(KubeObject pod) {
        return Optional.ofNullable(outside.get(addressOwner(pod)));
    }

    /** The operator's error on a node's CiliumNode. */
    public Optional<String> operatorError(String node) {
        return addresses(node).flatMap(NodeMap::error);
    }

    /** The agent's last error where its own addresses do not fit into the node's block. */
    public Optional<String> infrastructureFailure(String node) {
        List<HostScope> scopes = cidrs(node).stream()
                .map(cidr -> new HostScope(cidr, infrastructure()))
                .toList();
        return scopes.isEmpty() ? Optional.empty() : HostScope.failure(scopes);
    }

    /** The address families that Cilium gives to pods. */
    public Set<Family> families() {
        Set<Family> families = EnumSet.noneOf(Family.class);
        if (settings.ipv4()) {
            families.add(Family.IPV4);
        }
        if (settings.ipv6()) {
            families.add(Family.IPV6);
        }
        return families;
    }

    /** The spec of a pool of mode multi-pool. */
    public Optional<PodIpPool> pool(String name) {
        return Optional.ofNullable(pools.get(name));
    }

    public List<String> poolNames() {
        return List.copyOf(pools.keySet());
    }

    /** The blocks of a pool. */
    public Optional<PoolMap> pool(String name, Family family) {
        return addresses.pools().stream()
                .filter(pool -> pool.name().equals(name) && pool.family() == family)
                .findFirst();
    }

    public String defaultPool() {
        return MultiPoolSettings.ofConfig(observation.ciliumConfig())
                .value()
                .map(MultiPoolSettings::defaultPool)
                .orElse("default");
    }

    /** The pool that a pod gets its address from, and what chose it. */
    public PoolChoice poolChoice(KubeObject pod, Family family) {
        Map<String, String> namespace = observation
                .find(ObjectRef.ofCluster("v1", "Namespace", pod.namespace().orElse("default")))
                .map(object -> object.texts("metadata", "annotations"))
                .orElse(Map.of());
        return PoolChoice.of(family, pod.texts("metadata", "annotations"), namespace, defaultPool());
    }

    public Optional<WorkloadState> workload(ObjectRef ref) {
        return Optional.ofNullable(workloads.get(ref));
    }

    /** The workload that an object belongs to; the object itself where nothing owns it. */
    public ObjectRef owner(KubeObject object) {
        return observation.top(object).ref();
    }

    public static Optional<String> nodeName(KubeObject pod) {
        return pod.text("spec", "nodeName").filter(name -> !name.isEmpty());
    }

    /** Whether a pod is expected to become ready and is not. */
    public static boolean isNotReady(KubeObject pod) {
        return !pod.deleting()
                && !pod.conditionTrue("Ready")
                && pod.text("status", "phase").filter(ENDED::contains).isEmpty();
    }

    /** Why the API server refused to create a workload's pods. */
    public Optional<String> createError(KubeObject workload) {
        return workload.condition("ReplicaFailure")
                .filter(KubeObject.Condition::isTrue)
                .map(KubeObject.Condition::message)
                .or(() -> warning(workload, "FailedCreate").flatMap(event -> event.text("message")));
    }

    /** The newest event of type Warning. */
    public Optional<KubeObject> warning(KubeObject object) {
        return last(warnings(object));
    }

    /** The newest event of type Warning with that reason. */
    public Optional<KubeObject> warning(KubeObject object, String reason) {
        return last(warnings(object)
                .filter(event -> event.text("reason").filter(reason::equals).isPresent()));
    }

    public Stream<KubeObject> warnings(KubeObject object) {
        return observation.events(object).stream()
                .filter(event -> event.text("type").filter("Warning"::equals).isPresent());
    }

    private static Optional<KubeObject> last(Stream<KubeObject> events) {
        return events.reduce((before, after) -> after);
    }

    /** Whether what began at a moment may still succeed. */
    public boolean isRecent(Optional<Instant> since) {
        return since.filter(moment -> moment.plus(RECENT).isAfter(observation.at()))
                .isPresent();
    }
}
