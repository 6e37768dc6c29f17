package dev.labctl.provider.rehearsal.simulation.nodes;

import dev.labctl.ipam.Attempt;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.IpAddress;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.ipam.RangeAllocator;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.kernel.Delay;
import dev.labctl.provider.rehearsal.simulation.kernel.Kernel;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock.Turn;
import dev.labctl.tree.Tree;
import dev.labctl.workload.Taint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The nodes: each joins in its time, gets its pod CIDRs from the controller manager, and is Ready once it has a network. */
public final class Nodes {
    private final Kernel kernel;
    private final NodeObjects trees;
    private final RangeAllocator cidrs;
    private final Map<String, SimulatedNode> nodes = new LinkedHashMap<>();
    private final List<SimulatedNode> byIndex = new ArrayList<>();
    private final long answers;
    private List<SimulatedNode> joined = List.of();
    private int version;

    /** The nodes of a blueprint; when each of them joins is drawn here. */
    public Nodes(Blueprint blueprint, Kernel kernel) {
        this.kernel = kernel;
        this.trees = new NodeObjects(kernel, blueprint);
        this.cidrs = RangeAllocator.of(blueprint.subnets()).value().orElseThrow();
        // The first control plane joins when its API server answers, every other node some time after that.
        answers = tick(Delay.API_SERVER.draw(kernel.random()));
        kernel.time().onTurn(Turn.NODE, id -> join(byIndex.get((int) id)));
        for (int i = 0; i < blueprint.nodes().size(); i++) {
            boolean later = blueprint.vpc().isPresent();
            long joins = later ? Long.MAX_VALUE : i == 0 ? answers : answers + tick(Delay.WORKER.draw(kernel.random()));
            SimulatedNode node = new SimulatedNode(i, blueprint.nodes().get(i), blueprint.addresses(i), joins);
            nodes.put(node.name(), node);
            byIndex.add(node);
            if (!later) {
                kernel.time().enter(joins, Turn.NODE, i);
            }
        }
        kernel.store().watch("Node", this::read);
    }

    /** The age of the cluster when its API server answers. */
    public long answers() {
        return answers;
    }

    /** Whether there are nodes that no one has asked for yet, as on EKS, where the control plane comes alone. */
    public boolean waiting() {
        return byIndex.stream().anyMatch(node -> node.joins() == Long.MAX_VALUE);
    }

    /** Starts the instances of the groups of nodes. */
    public void start() {
        for (SimulatedNode node : byIndex) {
            if (node.joins() == Long.MAX_VALUE) {
                node.joinAt(kernel.time().in(tick(Delay.INSTANCE.draw(kernel.random()))));
                kernel.time().enter(node.joins(), Turn.NODE, node.index());
            }
        }
    }

    private static long tick(long millis) {
        return millis / VirtualClock.TICK * VirtualClock.TICK;
    }

    /** Why kubeadm would refuse the networks of a blueprint; empty where it would not. */
    public static Optional<String> refusal(Blueprint blueprint) {
        try {
            return RangeAllocator.of(blueprint.subnets()).error();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    private void read(ObjectRef ref) {
        version++;
        SimulatedNode node = nodes.get(ref.name());
        if (node != null) {
            boolean before = node.joined();
            kernel.store().get(ref).ifPresent(node::read);
            if (!before) {
                joined = byIndex.stream().filter(SimulatedNode::joined).toList();
            }
        }
    }

    private void join(SimulatedNode node) {
        if (node.joined() || node.joins() > kernel.time().age()) {
            return;
        }
        // On EKS the controller manager gives no node a CIDR.
        Attempt<List<Cidr>> given =
                node.blueprint().instance().isPresent() ? Attempt.done(List.of()) : cidrs.allocate(node.name());
        KubeObject joined = kernel.store().put(trees.joined(node, given.value().orElse(List.of())));
        if (given.error().isPresent()) {
            kernel.events()
                    .warn(
                            node.ref(),
                            joined.uid(),
                            IpamTexts.CIDR_NOT_AVAILABLE,
                            IpamTexts.cidrNotAvailable(node.name()),
                            "cidrAllocator",
                            "");
        }
    }

    /** Changes with every Node object. */
    public int version() {
        return version;
    }

    /** All nodes that have joined. */
    public Collection<SimulatedNode> joined() {
        return joined;
    }

    public Collection<SimulatedNode> all() {
        return List.copyOf(byIndex);
    }

    public boolean complete() {
        return joined.size() == byIndex.size();
    }

    public Optional<SimulatedNode> get(String name) {
        return Optional.ofNullable(nodes.get(name)).filter(SimulatedNode::joined);
    }

    public SimulatedNode at(int index) {
        return byIndex.get(index);
    }

    public List<IpAddress> addresses(String name) {
        SimulatedNode node = nodes.get(name);
        return node == null ? List.of() : node.addresses();
    }

    /** The network of a node is there, or gone: Ready or not, and open to pods or not. */
    public void setNetwork(SimulatedNode node, boolean network) {
        kernel.store().change(node.ref(), tree -> trees.withNetwork(tree, network));
    }

    public void setCiliumUp(SimulatedNode node) {
        kernel.store().change(node.ref(), trees::withCilium);
    }

    public void setTaint(SimulatedNode node, Taint taint, boolean on) {
        boolean has = node.taints().stream().anyMatch(old -> old.key().equals(taint.key()));
        if (has != on) {
            kernel.store().change(node.ref(), tree -> NodeObjects.withTaint(tree, taint, on));
        }
    }

    /** The CIDRs at a path of an object; what is none is left out. */
    public static List<Cidr> cidrs(Object tree, String... path) {
        return Tree.list(tree, path).stream()
                .flatMap(cidr -> Cidr.readMasked(String.valueOf(cidr)).stream())
                .toList();
    }
}
