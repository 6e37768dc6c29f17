package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.ipam.Attempt;
import dev.labctl.ipam.EniDemand;
import dev.labctl.ipam.IpamMode;
import dev.labctl.lab.CiliumKind;
import dev.labctl.provider.rehearsal.simulation.kernel.Controller;
import dev.labctl.provider.rehearsal.simulation.kernel.Delay;
import dev.labctl.provider.rehearsal.simulation.kernel.Kernel;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock.Turn;
import dev.labctl.provider.rehearsal.simulation.nodes.Pods;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import dev.labctl.tree.Tree;
import dev.labctl.tree.TreeBuilder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Cilium's operator: the first of its pods that runs leads, defines Cilium's kinds, and gives nodes what they need. */
public final class CiliumOperator implements Controller {
    private final Kernel kernel;
    private final CiliumNodes ciliumNodes;
    private final Pods pods;
    private final Ec2 ec2;
    private final EniLog log;
    private final TreeMap<Integer, SimulatedPod> candidates = new TreeMap<>();
    private final Set<String> work = new TreeSet<>();
    private Optional<SimulatedPod> leader = Optional.empty();
    private CiliumConfig config = new CiliumConfig(Map.of());
    private Optional<OperatorIpam> ipam = Optional.empty();
    private long due = SimulatedPod.NEVER;

    public CiliumOperator(Kernel kernel, CiliumNodes ciliumNodes, Pods pods, Ec2 ec2) {
        this.kernel = kernel;
        this.ciliumNodes = ciliumNodes;
        this.pods = pods;
        this.ec2 = ec2;
        this.log = new EniLog(kernel.time(), ec2);
        kernel.store().watch(CiliumNodes.KIND, ref -> work.add(ref.name()));
        kernel.store().watch(MultiPoolIpam.POOL, ref -> queueAll());
        kernel.time().onTurn(Turn.OPERATOR, id -> begin());
    }

    /** What the leading pod has written so far; nothing of any other pod. */
    public List<String> logs(String namespace, String pod) {
        return leader.filter(found ->
                        found.namespace().equals(namespace) && found.name().equals(pod))
                .map(found -> log.lines())
                .orElse(List.of());
    }

    /** Whether it has started. */
    boolean works() {
        return ipam.isPresent();
    }

    void started(SimulatedPod pod) {
        candidates.put(pod.number(), pod);
        if (leader.isEmpty()) {
            lead(pod);
        } else {
            pods.setReady(pod, true);
        }
    }

    private void lead(SimulatedPod pod) {
        leader = Optional.of(pod);
        config = CiliumConfig.of(kernel.store());
        log.clear();
        due = kernel.enterAfter(Delay.OPERATOR, Turn.OPERATOR, 0);
    }

    void stopped(SimulatedPod pod) {
        candidates.remove(pod.number());
        if (leader.filter(pod::equals).isEmpty()) {
            return;
        }
        leader = Optional.empty();
        ipam = Optional.empty();
        if (!candidates.isEmpty()) {
            lead(candidates.firstEntry().getValue());
        }
    }

    /** The leader starts, or ends because of its settings. */
    private void begin() {
        if (leader.isEmpty() || due == SimulatedPod.NEVER || due > kernel.time().age()) {
            return;
        }
        due = SimulatedPod.NEVER;
        CiliumKind.registered(config.texts()).stream()
                .map(CiliumOperator::definition)
                .forEach(kernel.store()::putIfAbsent);
        SimulatedPod pod = leader.get();
        Attempt<OperatorIpam> begun = begun();
        begun.error().ifPresent(fatal -> {
            stopped(pod);
            pods.crash(pod, fatal);
        });
        begun.value().ifPresent(working -> {
            ipam = Optional.of(working);
            pods.setReady(pod, true);
            queueAll();
        });
    }

    private static Map<String, Object> definition(CiliumKind kind) {
        String stored = kind.versions().get(0);
        return new TreeBuilder()
                .put("apiVersion", "apiextensions.k8s.io/v1")
                .put("kind", "CustomResourceDefinition")
                .put("metadata.name", kind.plural() + "." + CiliumKind.GROUP)
                .put("spec.group", CiliumKind.GROUP)
                .put("spec.names.kind", kind.name())
                .put("spec.names.plural", kind.plural())
                .put("spec.scope", kind.clusterScoped() ? "Cluster" : "Namespaced")
                .put(
                        "spec.versions",
                        kind.versions().stream()
                                .map(version ->
                                        Tree.of("name", version, "served", true, "storage", version.equals(stored)))
                                .toList())
                .build();
    }

    private void queueAll() {
        ciliumNodes.all().forEach(node -> work.add(node.name()));
    }

    private Attempt<OperatorIpam> begun() {
        if (config.is(IpamMode.CLUSTER_POOL)) {
            return OperatorIpam.ClusterPoolIpam.start(config, ciliumNodes);
        }
        if (config.is(IpamMode.ENI)) {
            return Attempt.done(new EniOperator(ciliumNodes, ec2, pods, EniDemand.ofConfig(config.texts()), log));
        }
        return config.is(IpamMode.MULTI_POOL)
                ? MultiPoolIpam.start(config, kernel.store(), ciliumNodes)
                : Attempt.done(OperatorIpam.NONE);
    }

    /** Nodes are served in any order: which node gets which block cannot be predicted. */
    @Override
    public boolean reconcile() {
        if (ipam.isEmpty() || work.isEmpty()) {
            return false;
        }
        List<String> turn = kernel.random().shuffled(new LinkedHashSet<>(work));
        work.clear();
        for (String name : turn) {
            ciliumNodes.get(name).ifPresentOrElse(ipam.get()::reconcile, () -> forget(name));
        }
        return true;
    }

    /** What a node gives back may be what others wait for. */
    private void forget(String node) {
        ipam.orElseThrow().forget(node);
        queueAll();
    }
}
