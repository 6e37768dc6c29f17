package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.ipam.Attempt;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.Infrastructure.Purpose;
import dev.labctl.ipam.IpAddress;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.ipam.MultiPoolSettings;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.api.ApiResources;
import dev.labctl.provider.rehearsal.simulation.cilium.Agent.Phase;
import dev.labctl.provider.rehearsal.simulation.kernel.Controller;
import dev.labctl.provider.rehearsal.simulation.kernel.Delay;
import dev.labctl.provider.rehearsal.simulation.kernel.EventLog;
import dev.labctl.provider.rehearsal.simulation.kernel.Kernel;
import dev.labctl.provider.rehearsal.simulation.kernel.ObjectStore;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock.Turn;
import dev.labctl.provider.rehearsal.simulation.nodes.NodeObjects;
import dev.labctl.provider.rehearsal.simulation.nodes.Nodes;
import dev.labctl.provider.rehearsal.simulation.nodes.PodNetwork;
import dev.labctl.provider.rehearsal.simulation.nodes.PodNetwork.Attachment.Refused;
import dev.labctl.provider.rehearsal.simulation.nodes.Pods;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedNode;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import dev.labctl.workload.Taint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All nodes' agents: each waits for its node's block, takes its own addresses from it, then is there for pods. */
public final class CiliumAgents implements Controller, PodNetwork {
    /** An agent that has not started by then ends itself (Cilium 1.18 {@code pkg/hive/hive.go}). */
    private static final long START_TIMEOUT = 300_000;

    private final Kernel kernel;
    private final ObjectStore store;
    private final ApiResources resources;
    private final Nodes nodes;
    private final CiliumNodes ciliumNodes;
    private final Ec2 ec2;
    private final Pods pods;
    private final CiliumOperator operator;
    private final List<Agent> agents;
    private final AgentReports reports;
    private final Set<Integer> work = new TreeSet<>();

    public CiliumAgents(
            Kernel kernel,
            ApiResources resources,
            Nodes nodes,
            CiliumNodes ciliumNodes,
            Ec2 ec2,
            Pods pods,
            CiliumOperator operator) {
        this.kernel = kernel;
        this.store = kernel.store();
        this.resources = resources;
        this.nodes = nodes;
        this.ciliumNodes = ciliumNodes;
        this.ec2 = ec2;
        this.pods = pods;
        this.operator = operator;
        agents = nodes.all().stream().map(Agent::new).toList();
        reports = new AgentReports(kernel, ciliumNodes, agents);
        store.watch(CiliumNodes.KIND, ref -> nodes.get(ref.name()).ifPresent(node -> work.add(node.index())));
        store.watch("CustomResourceDefinition", ref -> agents.forEach(this::enqueue));
        kernel.time().onTurn(Turn.AGENT, index -> goOn(agents.get((int) index)));
    }

    private void enqueue(Agent agent) {
        work.add(agent.node().index());
    }

    @Override
    public void started(SimulatedPod pod) {
        switch (pod.template().role()) {
            case OPERATOR -> operator.started(pod);
            case AGENT -> agent(pod).ifPresent(agent -> start(agent, pod));
            case ANY -> {}
        }
    }

    private Optional<Agent> agent(SimulatedPod pod) {
        return nodes.get(pod.node()).map(node -> agents.get(node.index()));
    }

    /** From the first moment on there is a CNI configuration, which is all that the kubelet wants to see. */
    private void start(Agent agent, SimulatedPod pod) {
        agent.pod = Optional.of(pod);
        agent.phase = Phase.WAITING;
        CiliumConfig config = CiliumConfig.of(store);
        if (!config.ipam().equals(agent.config.ipam())) {
            agent.ipam = Optional.empty();
        }
        agent.config = config;
        agent.due = kernel.time().in(START_TIMEOUT);
        kernel.time().enter(agent.due, Turn.AGENT, agent.node().index());
        nodes.setNetwork(agent.node(), true);
        enqueue(agent);
    }

    @Override
    public void stopped(SimulatedPod pod) {
        switch (pod.template().role()) {
            case OPERATOR -> operator.stopped(pod);
            case AGENT ->
                agent(pod)
                        .filter(agent -> agent.pod.filter(pod::equals).isPresent())
                        .ifPresent(this::stop);
            case ANY -> {}
        }
    }

    private void stop(Agent agent) {
        agent.pod = Optional.empty();
        agent.phase = Phase.DOWN;
        agent.due = SimulatedPod.NEVER;
        enqueue(agent);
    }

    @Override
    public boolean reconcile() {
        if (work.isEmpty()) {
            return false;
        }
        List<Integer> turn = List.copyOf(work);
        work.clear();
        for (int index : turn) {
            Agent agent = agents.get(index);
            takeUp(agent);
            if (agent.phase == Phase.WAITING) {
                prepare(agent);
            }
            taint(agent);
        }
        return true;
    }

    /** Blocks or addresses that the operator has given. */
    private void takeUp(Agent agent) {
        if (agent.pod.isPresent()) {
            agent.ipam.ifPresent(ipam -> ciliumNodes.get(agent.node().name()).ifPresent(ipam::update));
        }
    }

    /** The operator keeps new pods off a node whose agent is not ready. */
    private void taint(Agent agent) {
        if (operator.works() && agent.node().joined() && agent.phase != Phase.DOWN) {
            nodes.setTaint(agent.node(), Taint.AGENT_NOT_READY, agent.phase != Phase.READY);
        }
    }

    private void prepare(Agent agent) {
        if (resources.scope(CiliumNodes.API_VERSION, CiliumNodes.KIND).isEmpty()) {
            return;
        }
        List<Cidr> ofNode = store.get(agent.node().ref())
                .filter(node -> agent.config.is(IpamMode.KUBERNETES))
                .map(node -> Nodes.cidrs(node.tree(), "spec", "podCIDRs"))
                .orElse(List.of());
        Optional<KubeObject> ciliumNode = ciliumNodes.get(agent.node().name());
        if (ciliumNode.isEmpty()) {
            ciliumNodes.create(
                    agent.node(),
                    ofNode,
                    agent.config.is(IpamMode.ENI) ? ec2.spec(agent.node().blueprint()) : Map.of());
            return;
        }
        Attempt<Optional<NodeIpam>> ipam = ipam(agent, ciliumNode.get());
        ipam.error().ifPresent(fatal -> crash(agent, fatal));
        if (agent.ipam.isEmpty()) {
            agent.ipam = ipam.value().flatMap(found -> found);
            agent.ipam.ifPresent(found -> agent.attached.forEach(found::restore));
        }
        reports.plan(agent);
        agent.ipam.filter(NodeIpam::ready).ifPresent(found -> claim(agent, found));
    }

    /** What there is to give out; empty as long as a family has no block. Refused where the agent's settings are none. */
    private Attempt<Optional<NodeIpam>> ipam(Agent agent, KubeObject ciliumNode) {
        if (agent.config.is(IpamMode.MULTI_POOL)) {
            return MultiPoolSettings.ofConfig(agent.config.texts())
                    .map(settings -> Optional.of(new PoolIpam(settings, agent.config.families(), kernel)));
        }
        if (agent.config.is(IpamMode.ENI)) {
            EniIpam ipam = new EniIpam(kernel.random());
            ipam.update(ciliumNode);
            return Attempt.done(Optional.of(ipam));
        }
        List<Cidr> cidrs = new ArrayList<>();
        for (Family family : agent.config.families()) {
            CiliumNodes.podCidrs(ciliumNode).stream()
                    .filter(cidr -> cidr.family() == family)
                    .findFirst()
                    .ifPresent(cidrs::add);
        }
        boolean complete = cidrs.size() == agent.config.families().size();
        return Attempt.done(complete ? Optional.of(HostIpam.of(cidrs, kernel.random())) : Optional.empty());
    }

    private void claim(Agent agent, NodeIpam ipam) {
        Attempt<Map<Purpose, List<IpAddress>>> own = ipam.claim(agent.config.infrastructure());
        own.error().ifPresent(fatal -> crash(agent, fatal));
        own.value().ifPresent(addresses -> {
            agent.phase = Phase.STARTING;
            agent.due = kernel.enterAfter(Delay.AGENT, Turn.AGENT, agent.node().index());
            ciliumNodes.setOwn(agent.node().name(), addresses);
            reports.plan(agent);
        });
    }

    private void crash(Agent agent, String exitMessage) {
        SimulatedPod pod = agent.pod.orElseThrow();
        stop(agent);
        pods.crash(pod, exitMessage);
    }

    /** Something is due for the agent. */
    private void goOn(Agent agent) {
        if (agent.due == SimulatedPod.NEVER || agent.due > kernel.time().age()) {
            return;
        }
        agent.due = SimulatedPod.NEVER;
        if (agent.phase == Phase.WAITING) {
            crash(agent, "Start hook failed: context deadline exceeded");
        } else if (agent.phase == Phase.STARTING) {
            agent.phase = Phase.READY;
            pods.setReady(agent.pod.orElseThrow(), true);
            nodes.setCiliumUp(agent.node());
            enqueue(agent);
        }
    }

    @Override
    public Attachment attach(SimulatedPod pod, SimulatedNode node) {
        Agent agent = agents.get(node.index());
        if (agent.phase != Phase.READY || agent.ipam.isEmpty()) {
            boolean network = store.get(node.ref())
                    .filter(object -> object.conditionTrue("Ready"))
                    .isPresent();
            // Without a network the kubelet does not even try.
            return network
                    ? new Refused(IpamTexts.POD_EVENT_REASON, IpamTexts.noAgent(EventLog.SANDBOX))
                    : new Refused("NetworkNotReady", "network is not ready: " + NodeObjects.NO_NETWORK);
        }
        Map<String, String> namespace = store.get(ObjectRef.ofCluster("v1", "Namespace", pod.namespace()))
                .map(object -> object.texts("metadata", "annotations"))
                .orElse(Map.of());
        Attempt<List<IpAddress>> taken = agent.ipam.get().take(pod, namespace);
        reports.plan(agent);
        taken.value().ifPresent(addresses -> agent.attached.add(pod));
        return taken.value()
                .<Attachment>map(Attachment.Attached::new)
                .orElseGet(() -> new Refused(
                        IpamTexts.POD_EVENT_REASON,
                        IpamTexts.podEvent(EventLog.SANDBOX, taken.error().orElseThrow())));
    }

    @Override
    public void detach(SimulatedPod pod) {
        if (!pod.addresses().isEmpty()) {
            agent(pod).ifPresent(agent -> {
                agent.attached.remove(pod);
                agent.ipam.ifPresent(ipam -> ipam.release(pod));
                reports.plan(agent);
            });
        }
    }
}
