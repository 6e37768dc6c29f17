package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.ipam.Attempt;
import dev.labctl.ipam.IpamMode;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.api.ObjectStore;
import dev.labctl.provider.rehearsal.simulation.kernel.Controller;
import dev.labctl.provider.rehearsal.simulation.kernel.Delay;
import dev.labctl.provider.rehearsal.simulation.kernel.EventQueue;
import dev.labctl.provider.rehearsal.simulation.kernel.EventQueue.Turn;
import dev.labctl.provider.rehearsal.simulation.kernel.Randomness;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock;
import dev.labctl.provider.rehearsal.simulation.nodes.Kubelet;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Cilium's operator: the first of its pods that runs leads, defines Cilium's kinds, and gives nodes what they need. */
public final class CiliumOperator implements Controller {
    private final VirtualClock time;
    private final EventQueue queue;
    private final Randomness random;
    private final ObjectStore store;
    private final CiliumNodes ciliumNodes;
    private final Kubelet kubelet;
    private final TreeMap<Integer, SimulatedPod> candidates = new TreeMap<>();
    private final Set<String> work = new TreeSet<>();
    private Optional<SimulatedPod> leader = Optional.empty();
    private CiliumConfig config = new CiliumConfig(Map.of());
    private Optional<OperatorIpam> ipam = Optional.empty();
    private long due = SimulatedPod.NEVER;

    public CiliumOperator(
            VirtualClock time,
            EventQueue queue,
            Randomness random,
            ObjectStore store,
            CiliumNodes ciliumNodes,
            Kubelet kubelet) {
        this.time = time;
        this.queue = queue;
        this.random = random;
        this.store = store;
        this.ciliumNodes = ciliumNodes;
        this.kubelet = kubelet;
        store.watch(CiliumNodes.KIND, ref -> work.add(ref.name()));
        store.watch(MultiPoolIpam.POOL, ref -> queueAll());
        queue.onTurn(Turn.OPERATOR, id -> begin());
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
            kubelet.setReady(pod, true);
        }
    }

    private void lead(SimulatedPod pod) {
        leader = Optional.of(pod);
        config = CiliumConfig.of(store);
        due = time.in(Delay.OPERATOR.draw(random));
        queue.enter(due, Turn.OPERATOR, 0);
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
        if (leader.isEmpty() || due == SimulatedPod.NEVER || due > time.age()) {
            return;
        }
        due = SimulatedPod.NEVER;
        CiliumDefinitions.all().stream()
                .filter(definition ->
                        store.get(new KubeObject(definition).ref()).isEmpty())
                .forEach(store::put);
        SimulatedPod pod = leader.get();
        Attempt<OperatorIpam> begun = begun();
        begun.error().ifPresent(fatal -> {
            stopped(pod);
            kubelet.crash(pod, fatal);
        });
        begun.value().ifPresent(working -> {
            ipam = Optional.of(working);
            kubelet.setReady(pod, true);
            queueAll();
        });
    }

    private void queueAll() {
        ciliumNodes.all().forEach(node -> work.add(node.name()));
    }

    private Attempt<OperatorIpam> begun() {
        if (config.is(IpamMode.CLUSTER_POOL)) {
            return ClusterPoolIpam.start(config, ciliumNodes);
        }
        return config.is(IpamMode.MULTI_POOL)
                ? MultiPoolIpam.start(config, store, ciliumNodes)
                : Attempt.done(OperatorIpam.NONE);
    }

    /** Nodes are served in any order: which node gets which block cannot be predicted. */
    @Override
    public boolean reconcile() {
        if (ipam.isEmpty() || work.isEmpty()) {
            return false;
        }
        List<String> turn = random.shuffled(new LinkedHashSet<>(work));
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
