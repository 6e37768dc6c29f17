package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.ipam.Cidr;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.api.Admission;
import dev.labctl.provider.rehearsal.simulation.api.ApiResources;
import dev.labctl.provider.rehearsal.simulation.api.ApiServer;
import dev.labctl.provider.rehearsal.simulation.api.DefinitionController;
import dev.labctl.provider.rehearsal.simulation.api.EventLog;
import dev.labctl.provider.rehearsal.simulation.api.ManagedFields;
import dev.labctl.provider.rehearsal.simulation.api.ObjectStore;
import dev.labctl.provider.rehearsal.simulation.cilium.CiliumAgents;
import dev.labctl.provider.rehearsal.simulation.cilium.CiliumNodes;
import dev.labctl.provider.rehearsal.simulation.cilium.CiliumOperator;
import dev.labctl.provider.rehearsal.simulation.cilium.Helm;
import dev.labctl.provider.rehearsal.simulation.kernel.Controller;
import dev.labctl.provider.rehearsal.simulation.kernel.EventQueue;
import dev.labctl.provider.rehearsal.simulation.kernel.Randomness;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock;
import dev.labctl.provider.rehearsal.simulation.nodes.Blueprint;
import dev.labctl.provider.rehearsal.simulation.nodes.Kubelet;
import dev.labctl.provider.rehearsal.simulation.nodes.Nodes;
import dev.labctl.provider.rehearsal.simulation.nodes.PodApi;
import dev.labctl.provider.rehearsal.simulation.nodes.PodObjects;
import dev.labctl.provider.rehearsal.simulation.nodes.Pods;
import dev.labctl.provider.rehearsal.simulation.scheduler.Scheduler;
import dev.labctl.provider.rehearsal.simulation.workloads.DaemonSets;
import dev.labctl.provider.rehearsal.simulation.workloads.Deployments;
import dev.labctl.provider.rehearsal.simulation.workloads.EndpointObjects;
import dev.labctl.provider.rehearsal.simulation.workloads.GarbageCollector;
import dev.labctl.provider.rehearsal.simulation.workloads.Jobs;
import dev.labctl.provider.rehearsal.simulation.workloads.Namespaces;
import dev.labctl.provider.rehearsal.simulation.workloads.PodControl;
import dev.labctl.provider.rehearsal.simulation.workloads.ReplicaSets;
import dev.labctl.provider.rehearsal.simulation.workloads.Services;
import dev.labctl.provider.rehearsal.simulation.workloads.StatefulSets;
import dev.labctl.provider.rehearsal.simulation.workloads.VolumeClaims;
import java.time.Instant;
import java.util.List;

/** The parts of a simulated cluster, put together. */
final class Components {
    final VirtualClock time;
    final EventQueue queue = new EventQueue();
    private final ApiResources resources = new ApiResources();
    private final ManagedFields managed = new ManagedFields();
    private final ObjectStore store;
    private final Pods pods;
    final Nodes nodes;
    final ApiServer api;
    final Helm helm;
    final Bootstrap bootstrap;
    private final List<Controller> controllers;

    /** The parts of one cluster, without anything in them. */
    Components(Blueprint blueprint, long seed, Instant birth) {
        time = new VirtualClock(birth);
        Randomness random = new Randomness(seed);
        store = new ObjectStore(time, seed);
        pods = new Pods(time, seed);
        EventLog events = new EventLog(time);
        nodes = new Nodes(blueprint, time, queue, random, store, events);
        CiliumNodes ciliumNodes = new CiliumNodes(store);
        CiliumAgents agents = new CiliumAgents(time, queue, random, store, resources, nodes, ciliumNodes);
        Kubelet kubelet = new Kubelet(time, queue, random, pods, nodes, events, agents);
        CiliumOperator operator = new CiliumOperator(time, queue, random, store, ciliumNodes, kubelet);
        agents.work(kubelet, operator);
        PodControl podControl = new PodControl(pods, kubelet, random);
        GarbageCollector collector = new GarbageCollector(time, queue, random, store, managed, pods, kubelet);
        List<Cidr> services = blueprint.subnets().services();
        EndpointObjects endpoints = new EndpointObjects(store, pods, nodes, time);
        PodApi podApi = new PodApi(pods, new PodObjects(time, nodes::addresses), kubelet);
        Admission admission = new Admission(services.stream().map(Cidr::family).toList());
        api = new ApiServer(
                resources,
                store,
                managed,
                admission,
                podApi,
                (apiVersion, kind) -> kind.equals("Event") && apiVersion.equals("v1")
                        ? events.show()
                        : endpoints.of(apiVersion, kind),
                collector::delete);
        helm = new Helm(api, store, managed);
        bootstrap = new Bootstrap(blueprint, api, pods);
        controllers = List.of(
                new DefinitionController(time, store, resources),
                new Namespaces(store),
                new Services(services, random, store),
                new VolumeClaims(store),
                new Deployments(time, queue, store, podControl),
                new ReplicaSets(store, podControl),
                new DaemonSets(store, podControl, nodes),
                new StatefulSets(store, podControl),
                new Jobs(time, store, podControl),
                new Scheduler(random, pods, nodes, events),
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

    /** Lets every controller do what it has to do at this moment, until none has anything to do. */
    void settle() {
        boolean busy = true;
        while (busy) {
            busy = false;
            for (Controller controller : controllers) {
                busy |= controller.reconcile();
            }
        }
    }

    /** How many changes to the cluster there were so far. */
    long changes() {
        return store.changes() + pods.changes() + managed.changes();
    }
}
