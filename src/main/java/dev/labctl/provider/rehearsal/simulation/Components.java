package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.ipam.Cidr;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.api.Admission;
import dev.labctl.provider.rehearsal.simulation.api.ApiResources;
import dev.labctl.provider.rehearsal.simulation.api.ApiServer;
import dev.labctl.provider.rehearsal.simulation.api.DerivedObjects;
import dev.labctl.provider.rehearsal.simulation.api.GarbageCollector;
import dev.labctl.provider.rehearsal.simulation.api.ManagedFields;
import dev.labctl.provider.rehearsal.simulation.api.PodStorage;
import dev.labctl.provider.rehearsal.simulation.cilium.CiliumAgents;
import dev.labctl.provider.rehearsal.simulation.cilium.CiliumNodes;
import dev.labctl.provider.rehearsal.simulation.cilium.CiliumOperator;
import dev.labctl.provider.rehearsal.simulation.cilium.Ec2;
import dev.labctl.provider.rehearsal.simulation.cilium.Helm;
import dev.labctl.provider.rehearsal.simulation.kernel.Controller;
import dev.labctl.provider.rehearsal.simulation.kernel.Kernel;
import dev.labctl.provider.rehearsal.simulation.kernel.ObjectStore;
import dev.labctl.provider.rehearsal.simulation.nodes.Blueprint;
import dev.labctl.provider.rehearsal.simulation.nodes.Kubelet;
import dev.labctl.provider.rehearsal.simulation.nodes.Nodes;
import dev.labctl.provider.rehearsal.simulation.nodes.PodObjects;
import dev.labctl.provider.rehearsal.simulation.nodes.Pods;
import dev.labctl.provider.rehearsal.simulation.scheduler.Scheduler;
import dev.labctl.provider.rehearsal.simulation.workloads.DaemonSets;
import dev.labctl.provider.rehearsal.simulation.workloads.Deployments;
import dev.labctl.provider.rehearsal.simulation.workloads.Jobs;
import dev.labctl.provider.rehearsal.simulation.workloads.Namespaces;
import dev.labctl.provider.rehearsal.simulation.workloads.ReplicaSets;
import dev.labctl.provider.rehearsal.simulation.workloads.Services;
import dev.labctl.provider.rehearsal.simulation.workloads.StatefulSets;
import dev.labctl.provider.rehearsal.simulation.workloads.VolumeClaims;
import java.time.Instant;
import java.util.List;

/** The parts of a simulated cluster, put together. */
final class Components {
    final Kernel kernel;
    private final Pods pods;
    final Nodes nodes;
    final ApiServer api;
    final Helm helm;
    final CiliumOperator operator;
    final Bootstrap bootstrap;
    private final List<Controller> controllers;

    /** The parts of one cluster, without anything in them. */
    Components(Blueprint blueprint, long seed, Instant birth) {
        kernel = Kernel.create(seed, birth);
        ManagedFields managed = new ManagedFields();
        ObjectStore store = kernel.store();
        pods = new Pods(kernel, seed);
        nodes = new Nodes(blueprint, kernel);
        ApiResources resources = new ApiResources(kernel);
        CiliumNodes ciliumNodes = new CiliumNodes(store);
        Ec2 ec2 = new Ec2(blueprint);
        operator = new CiliumOperator(kernel, ciliumNodes, pods, ec2);
        CiliumAgents agents = new CiliumAgents(kernel, resources, nodes, ciliumNodes, ec2, pods, operator);
        Kubelet kubelet = new Kubelet(kernel, pods, nodes, agents);
        GarbageCollector collector = new GarbageCollector(kernel, managed, pods, kubelet);
        List<Cidr> services = blueprint.subnets().services();
        api = new ApiServer(
                resources,
                store,
                managed,
                new Admission(services),
                new PodStorage(pods, new PodObjects(kernel.time(), pods, nodes), kubelet),
                new DerivedObjects(kernel, pods, nodes),
                collector);
        helm = new Helm(api, store, managed);
        bootstrap = new Bootstrap(blueprint, api, pods);
        controllers = List.of(
                resources,
                new Namespaces(store),
                new Services(services, kernel),
                new VolumeClaims(kernel, pods),
                new Deployments(kernel, pods, kubelet),
                new ReplicaSets(kernel, pods, kubelet),
                new DaemonSets(kernel, pods, kubelet, nodes),
                new StatefulSets(kernel, pods, kubelet),
                new Jobs(kernel, pods, kubelet),
                new Scheduler(kernel, pods, nodes),
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
                .ifPresent(node -> bootstrap.staticPods(
                        node, kernel.store().get(ref).orElseThrow().uid()));
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
}
