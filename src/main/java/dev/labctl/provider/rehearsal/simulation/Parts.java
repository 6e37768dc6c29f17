package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.ipam.Cidr;
import dev.labctl.kubernetes.ObjectRef;
import java.util.List;

/** The parts of a simulated cluster, put together. */
final class Parts {
    final VirtualClock time;
    final Chance chance;
    final Agenda agenda = new Agenda();
    final Kinds kinds = new Kinds();
    final Ownership ownership = new Ownership();
    final ObjectStore store;
    final Pods pods;
    final EventLog events;
    final Nodes nodes;
    final CiliumNodes ciliumNodes;
    final CiliumAgents agents;
    final Kubelet kubelet;
    final CiliumOperator operator;
    final Workforce workforce;
    final ApiServer api;
    final Helm helm;
    final Bootstrap bootstrap;
    private final List<Controller> controllers;

    /**
     * The parts of one cluster, without anything in them.
     *
     * @param joins when each node joins
     * @param nextPod the number of the next pod
     */
    Parts(Blueprint blueprint, long seed, Chance chance, VirtualClock time, List<Long> joins, int nextPod) {
        this.time = time;
        this.chance = chance;
        store = new ObjectStore(time, seed);
        pods = new Pods(time, seed, nextPod);
        events = new EventLog(time);
        nodes = new Nodes(blueprint, joins, time, agenda, store, events);
        ciliumNodes = new CiliumNodes(store);
        agents = new CiliumAgents(time, agenda, chance, store, kinds, nodes, ciliumNodes);
        kubelet = new Kubelet(time, agenda, chance, pods, nodes, events, agents);
        operator = new CiliumOperator(time, agenda, chance, store, ciliumNodes, kubelet);
        agents.work(kubelet, operator);
        workforce = new Workforce(pods, kubelet, chance);
        Collector collector = new Collector(time, agenda, chance, store, ownership, pods, kubelet);
        List<Cidr> services = blueprint.subnets().services();
        Views views = new Views(store, pods, nodes, time);
        PodTrees podTrees = new PodTrees(time, nodes::addresses);
        Admission admission = new Admission(services.stream().map(Cidr::family).toList());
        api = new ApiServer(kinds, store, ownership, pods, podTrees, events, views, collector, kubelet, admission);
        helm = new Helm(api, store, ownership);
        bootstrap = new Bootstrap(blueprint, api, pods, time);
        controllers = List.of(
                nodes,
                new Definitions(time, store, kinds),
                new Namespaces(store),
                new Services(services, chance, store),
                new Claims(store),
                new Deployments(time, agenda, store, workforce),
                new ReplicaSets(store, workforce),
                new DaemonSets(time, store, workforce, nodes),
                new StatefulSets(store, workforce),
                new Jobs(time, store, workforce),
                new Scheduler(time, chance, pods, nodes, events),
                kubelet,
                operator,
                agents,
                collector);
        store.watch("Node", this::controlPlane);
    }

    private void controlPlane(ObjectRef ref) {
        nodes.get(ref.name())
                .filter(node -> node.blueprint().controlPlane())
                .filter(node -> pods.get("kube-system", "etcd-" + node.name()).isEmpty())
                .ifPresent(node ->
                        bootstrap.staticPods(node, store.get(ref).orElseThrow().uid()));
    }

    /** Lets every controller do what it has to do at this moment, until nobody has anything to do. */
    void settle() {
        boolean busy = true;
        while (busy) {
            busy = false;
            for (Controller controller : controllers) {
                busy |= controller.reconcile();
            }
        }
    }

    /** Has every controller look at everything once. */
    void resume() {
        controllers.forEach(Controller::resume);
    }

    /** Whether anything was stored, changed or removed since it was asked for the last time. */
    boolean changed() {
        boolean objects = store.changed();
        return pods.changed() || objects;
    }
}
