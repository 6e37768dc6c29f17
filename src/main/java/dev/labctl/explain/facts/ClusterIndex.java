package dev.labctl.explain.facts;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.Block;
import dev.labctl.addresses.NodeMap;
import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Container;
import dev.labctl.cluster.Kind;
import dev.labctl.cluster.Pod;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.ClusterSubnets;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.IpAddress;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.Observation;
import dev.labctl.lab.KindConfig;
import dev.labctl.lab.Lab;
import dev.labctl.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A cluster with its addresses and what is known of its lab, indexed by what causes are found from.
 *
 * @param view the cluster's pods, workloads and nodes
 * @param nodes the nodes' addresses by the names of the nodes
 * @param agents by the names of their nodes
 * @param outside the addresses of pods that are in no block of their nodes, in modes in which nodes have blocks
 */
public record ClusterIndex(
        Cluster view,
        LabFacts lab,
        AddressMap addresses,
        IpamSettings settings,
        Map<String, NodeMap> nodes,
        Map<String, Pod> agents,
        List<Pod> operators,
        Map<String, IpAddress> outside) {
    /** The agent's own container. */
    private static final String AGENT = "cilium-agent";

    /** What began less than this ago may still succeed, as long as nothing speaks against it. */
    public static final Duration RECENT = Duration.ofSeconds(60);

    public static ClusterIndex of(Observation observation, LabFacts lab) {
        Cluster view = Cluster.of(observation);
        return of(view, AddressMap.of(view), lab);
    }

    /**
     * The same for addresses that are read already.
     *
     * @param addresses of the same cluster
     */
    public static ClusterIndex of(Cluster view, AddressMap addresses, LabFacts lab) {
        ClusterIndex index = new ClusterIndex(
                view,
                lab,
                addresses,
                view.ipam(),
                new HashMap<>(),
                new HashMap<>(),
                new ArrayList<>(),
                new HashMap<>());
        addresses.nodes().forEach(node -> index.nodes.put(node.name(), node));
        if (index.is(IpamMode.KUBERNETES) || index.is(IpamMode.CLUSTER_POOL) || index.is(IpamMode.MULTI_POOL)) {
            addresses.outsideBlocks().forEach(address -> index.outside.putIfAbsent(address.owner(), address.ip()));
        }
        view.pods().stream().filter(pod -> !pod.isDeleting()).forEach(pod -> {
            if (isAgent(pod.object())) {
                pod.node().ifPresent(node -> index.agents.put(node, pod));
            } else if (isOperator(pod.object())) {
                index.operators.add(pod);
            }
        });
        return index;
    }

    public List<KubeObject> list(Kind kind) {
        return view.observation().list(kind.kind());
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
                || view.ciliumAgents().isPresent();
    }

    public static boolean isAgent(KubeObject pod) {
        return "cilium".equals(pod.labels().get("k8s-app"))
                && pod.list("spec", "containers").stream().anyMatch(one -> Tree.has(one, AGENT, "name"));
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
                .filter(container -> container.name().equals(AGENT))
                .findFirst();
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

    /** The ranges of pods and Services that Kubernetes was started with; empty where neither the cluster nor its lab shows them. */
    public Optional<ClusterSubnets> subnets() {
        return KubernetesRanges.of(view).or(() -> lab.lab().flatMap(Lab::kind).map(KindConfig::subnets));
    }

    /** The operator's error on a node's CiliumNode, or in its log. */
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
