package dev.labctl.explain.facts;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.AddressMap.Block;
import dev.labctl.addresses.NodeMap;
import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Container;
import dev.labctl.cluster.Kind;
import dev.labctl.cluster.Pod;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.IpAddress;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A cluster with its addresses and what is known of its lab, indexed by what causes are found from. */
public final class ClusterIndex {
    public static final String SYSTEM = "kube-system";

    /** What began less than this ago may still succeed, as long as nothing speaks against it. */
    public static final Duration RECENT = Duration.ofSeconds(60);

    private final Cluster view;
    private final LabFacts lab;
    private final AddressMap addresses;
    private final IpamSettings settings;
    private final Map<String, NodeMap> nodes = new HashMap<>();
    private final Map<String, Pod> agents = new HashMap<>();
    private final List<Pod> operators = new ArrayList<>();
    private final Map<String, IpAddress> outside = new HashMap<>();

    public ClusterIndex(Observation observation, LabFacts lab) {
        this.view = Cluster.of(observation);
        this.lab = lab;
        this.addresses = AddressMap.of(view);
        this.settings = view.ipam();
        addresses.nodes().forEach(node -> nodes.put(node.name(), node));
        if (is(IpamMode.KUBERNETES) || is(IpamMode.CLUSTER_POOL) || is(IpamMode.MULTI_POOL)) {
            addresses.outsideBlocks().forEach(address -> outside.putIfAbsent(address.owner(), address.ip()));
        }
        view.pods().stream().filter(pod -> !pod.isDeleting()).forEach(pod -> {
            if (isAgent(pod.object())) {
                pod.node().ifPresent(node -> agents.put(node, pod));
            } else if (isOperator(pod.object())) {
                operators.add(pod);
            }
        });
    }

    /** The cluster's pods, workloads and nodes. */
    public Cluster view() {
        return view;
    }

    public List<KubeObject> list(Kind kind) {
        return view.observation().list(kind.kind());
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
        return Infrastructure.ofConfig(view.observation().ciliumConfig());
    }

    /** Whether Cilium was installed, whatever state it is in. */
    public boolean ciliumInstalled() {
        return !view.observation().ciliumConfig().isEmpty()
                || view.find(Kind.DAEMON_SET.ref(SYSTEM, "cilium")).isPresent();
    }

    public static boolean isAgent(KubeObject pod) {
        return "cilium".equals(pod.labels().get("k8s-app")) && pod.isIn(SYSTEM);
    }

    public static boolean isOperator(KubeObject pod) {
        return "operator".equals(pod.labels().get("io.cilium/app"));
    }

    public Optional<Pod> agent(String node) {
        return Optional.ofNullable(agents.get(node));
    }

    public boolean agentReady(String node) {
        return agent(node).filter(Pod::isReady).isPresent();
    }

    /** The agent's own container. */
    public static Optional<Container> agentContainer(Pod agent) {
        return agent.containers().stream()
                .filter(container -> container.name().equals("cilium-agent"))
                .findFirst();
    }

    public List<Pod> operators() {
        return operators;
    }

    public boolean operatorReady() {
        return operators.stream().anyMatch(Pod::isReady);
    }

    public Optional<KubeObject> ciliumNode(String name) {
        return view.find(Kind.CILIUM_NODE.ref(name));
    }

    public Optional<NodeMap> addresses(String node) {
        return Optional.ofNullable(nodes.get(node));
    }

    public List<Block> blocks(String node) {
        return addresses(node).map(NodeMap::blocks).orElse(List.of());
    }

    /** The blocks that a node has of a pool. */
    public List<Block> blocks(String node, String pool, Family family) {
        return addresses(node).map(map -> map.blocks(pool, family)).orElse(List.of());
    }

    public List<Cidr> cidrs(String node) {
        return blocks(node).stream().map(Block::known).toList();
    }

    /** The address of a pod that is in no block of its node, in modes in which nodes have blocks. */
    public Optional<IpAddress> addressOutsideBlocks(Pod pod) {
        return Optional.ofNullable(outside.get(pod.fullName()));
    }

    /** The operator's error on a node's CiliumNode. */
    public Optional<String> operatorError(String node) {
        return addresses(node).flatMap(NodeMap::error);
    }

    /** The agent's last error where its own addresses do not fit into the node's block. */
    public Optional<String> infrastructureFailure(String node) {
        return infrastructure().failure(cidrs(node));
    }

    /** The address families that Cilium gives to pods. */
    public Set<Family> families() {
        return settings.families();
    }

    public List<String> poolNames() {
        return list(Kind.CILIUM_POD_IP_POOL).stream().map(KubeObject::name).toList();
    }

    /** The newest event of type Warning with that reason. */
    public Optional<KubeObject> lastWarning(KubeObject object, String reason) {
        return view.warnings(object)
                .filter(event -> event.has(reason, "reason"))
                .reduce((before, after) -> after);
    }

    /** Whether what began at a moment may still succeed. */
    public boolean isRecent(Optional<Instant> since) {
        return since.filter(moment -> moment.plus(RECENT).isAfter(view.at())).isPresent();
    }
}
