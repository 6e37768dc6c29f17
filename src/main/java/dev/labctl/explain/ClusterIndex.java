package dev.labctl.explain;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.AddressMap.NodeMap;
import dev.labctl.addresses.WorkloadState;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.ipam.PodIpPool;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import dev.labctl.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything that causes are found from, looked up once: what was seen, the addresses in it, and what is known beyond. */
final class ClusterIndex {
    static final String SYSTEM = "kube-system";

    /** What is younger is on its way, as long as nothing speaks against it. */
    static final Duration YOUNG = Duration.ofSeconds(60);

    private static final ObjectRef AGENTS = ObjectRef.namespaced("apps/v1", "DaemonSet", SYSTEM, "cilium");

    private final Observation seen;
    private final Knowledge lab;
    private final AddressMap map;
    private final IpamSettings settings;
    private final Map<String, NodeMap> nodes = new HashMap<>();
    private final Map<ObjectRef, WorkloadState> workloads = new HashMap<>();
    private final Map<String, KubeObject> agents = new HashMap<>();
    private final List<KubeObject> operators = new ArrayList<>();
    private final Map<String, PodIpPool> pools = new LinkedHashMap<>();
    private final Map<String, Optional<Cause>> nodeCauses = new HashMap<>();

    ClusterIndex(Observation seen, Knowledge lab) {
        this.seen = seen;
        this.lab = lab;
        this.map = AddressMap.of(seen);
        this.settings = IpamSettings.ofConfig(seen.ciliumConfig()).orElse(new IpamSettings("", false, false));
        map.nodes().forEach(node -> nodes.put(node.name(), node));
        map.workloads().forEach(workload -> workloads.put(workload.ref(), workload));
        seen.list("CiliumPodIPPool").stream()
                .flatMap(pool -> PodIpPool.of(pool.tree()).stream())
                .forEach(pool -> pools.put(pool.name(), pool));
        for (KubeObject pod : seen.list("Pod")) {
            if (isAgent(pod) && !pod.deleting()) {
                pod.text("spec", "nodeName").ifPresent(node -> agents.put(node, pod));
            } else if (isOperator(pod) && !pod.deleting()) {
                operators.add(pod);
            }
        }
    }

    Observation seen() {
        return seen;
    }

    Knowledge lab() {
        return lab;
    }

    AddressMap map() {
        return map;
    }

    IpamSettings settings() {
        return settings;
    }

    boolean is(IpamMode mode) {
        return settings.is(mode);
    }

    Infrastructure infrastructure() {
        return Infrastructure.ofConfig(seen.ciliumConfig());
    }

    /** Whether somebody installed Cilium, whatever became of it. */
    boolean ciliumInstalled() {
        return !seen.ciliumConfig().isEmpty() || seen.find(AGENTS).isPresent();
    }

    static boolean isAgent(KubeObject pod) {
        return "cilium".equals(pod.labels().get("k8s-app"))
                && pod.namespace().filter(SYSTEM::equals).isPresent();
    }

    static boolean isOperator(KubeObject pod) {
        return "operator".equals(pod.labels().get("io.cilium/app"));
    }

    static boolean isDns(KubeObject pod) {
        return "kube-dns".equals(pod.labels().get("k8s-app"));
    }

    Optional<KubeObject> agent(String node) {
        return Optional.ofNullable(agents.get(node));
    }

    List<KubeObject> operators() {
        return operators;
    }

    boolean operatorReady() {
        return operators.stream().anyMatch(pod -> pod.conditionTrue("Ready"));
    }

    Optional<KubeObject> node(String name) {
        return seen.find(ObjectRef.ofCluster("v1", "Node", name));
    }

    Optional<KubeObject> ciliumNode(String name) {
        return seen.find(ObjectRef.ofCluster("cilium.io/v2", "CiliumNode", name));
    }

    Optional<NodeMap> addresses(String node) {
        return Optional.ofNullable(nodes.get(node));
    }

    Optional<PodIpPool> pool(String name) {
        return Optional.ofNullable(pools.get(name));
    }

    /** The names of all pools of mode multi-pool. */
    List<String> poolNames() {
        return List.copyOf(pools.keySet());
    }

    Optional<WorkloadState> workload(ObjectRef ref) {
        return Optional.ofNullable(workloads.get(ref));
    }

    /** Why a node takes no pods, found once for each node; empty where it does. */
    Optional<Cause> nodeCause(String node) {
        if (!nodeCauses.containsKey(node)) {
            nodeCauses.put(node, node(node).flatMap(object -> NodeRules.blocking(object, this)));
        }
        return nodeCauses.get(node);
    }

    /** The newest event of type Warning; empty where there is none. */
    Optional<KubeObject> warning(KubeObject object) {
        return last(warnings(object));
    }

    /** The newest one with that reason. */
    Optional<KubeObject> warning(KubeObject object, String reason) {
        return last(warnings(object)
                .filter(event -> event.text("reason").filter(reason::equals).isPresent()));
    }

    Stream<KubeObject> warnings(KubeObject object) {
        return seen.events(object).stream()
                .filter(event -> event.text("type").filter("Warning"::equals).isPresent());
    }

    private static Optional<KubeObject> last(Stream<KubeObject> events) {
        return events.reduce((before, after) -> after);
    }

    /** When something like this event happened first. */
    static Optional<Instant> first(KubeObject event) {
        return event.text("firstTimestamp")
                .or(() -> event.text("eventTime"))
                .or(() -> event.text("metadata", "creationTimestamp"))
                .map(Instant::parse);
    }

    /** Whether a moment is so near that what began then may still come right. */
    boolean young(Optional<Instant> since) {
        return since.filter(moment -> moment.plus(YOUNG).isAfter(seen.at())).isPresent();
    }

    /** The states of a pod's containers, those that run first in the order of their running. */
    static List<Object> containers(KubeObject pod) {
        List<Object> containers = new ArrayList<>(pod.list("status", "initContainerStatuses"));
        containers.addAll(pod.list("status", "containerStatuses"));
        return containers;
    }

    static boolean hostNetwork(KubeObject pod) {
        return Tree.flag(pod.tree(), "spec", "hostNetwork").orElse(false);
    }
}
