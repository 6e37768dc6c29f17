package dev.labctl.provider.rehearsal.simulation.nodes;

import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.workload.Taint;
import java.util.List;
import java.util.Map;

/** One node: its blueprint, and what its Node object says, read once for each change. */
public final class SimulatedNode {
    private final int index;
    private final Blueprint.Node blueprint;
    private final List<IpAddress> addresses;
    private long joins;
    private Map<String, String> labels = Map.of();
    private List<Taint> taints = List.of();
    private boolean joined;
    private int pods;

    /** A node that has not joined yet: {@code index} is its place in the cluster, {@code joins} when it does. */
    SimulatedNode(int index, Blueprint.Node blueprint, List<IpAddress> addresses, long joins) {
        this.index = index;
        this.blueprint = blueprint;
        this.addresses = addresses;
        this.joins = joins;
    }

    public int index() {
        return index;
    }

    public Blueprint.Node blueprint() {
        return blueprint;
    }

    public String name() {
        return blueprint.name();
    }

    public ObjectRef ref() {
        return ObjectRef.ofCluster("v1", "Node", name());
    }

    public List<IpAddress> addresses() {
        return addresses;
    }

    public long joins() {
        return joins;
    }

    /** When it joins, where that was not known from the beginning. */
    void joinAt(long age) {
        joins = age;
    }

    public void read(KubeObject node) {
        joined = true;
        labels = node.labels();
        taints = Taint.ofNode(node.tree());
    }

    /** Whether its kubelet has registered it. */
    public boolean joined() {
        return joined;
    }

    public Map<String, String> labels() {
        return labels;
    }

    public List<Taint> taints() {
        return taints;
    }

    public void countPods(int more) {
        pods += more;
    }

    public boolean full() {
        return pods >= blueprint.maxPods();
    }
}
