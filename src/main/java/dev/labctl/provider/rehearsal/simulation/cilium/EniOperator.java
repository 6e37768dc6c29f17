package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.ipam.Eni;
import dev.labctl.ipam.EniAllocator;
import dev.labctl.ipam.EniDemand;
import dev.labctl.ipam.EniEvent;
import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.nodes.Pods;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod.Stage;
import dev.labctl.tree.Tree;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The operator in mode eni: addresses of network interfaces, as many as a node's agent uses and some more. What goes wrong
 * stands in its log alone; the CiliumNode has no error in this mode.
 *
 * @param warned nodes of which it was said that they have no more interfaces, which the operator does once an hour
 */
record EniOperator(CiliumNodes nodes, Ec2 ec2, Pods pods, EniDemand demand, EniLog log, Set<String> warned)
        implements OperatorIpam {
    EniOperator(CiliumNodes nodes, Ec2 ec2, Pods pods, EniDemand demand, EniLog log) {
        this(nodes, ec2, pods, demand, log, new HashSet<>());
    }

    @Override
    public void reconcile(KubeObject node) {
        Optional<EniAllocator> interfaces = ec2.interfaces(node.name());
        if (interfaces.isEmpty()) {
            if (warned.add(node.name())) {
                log.noLimits(node.name());
            }
            return;
        }
        EniAllocator allocator = interfaces.get();
        EniDemand own = demand.ofNode(Tree.map(node.tree(), "spec"));
        int used = Tree.map(node.tree(), "status", "ipam", "used").size();
        List<EniEvent> events = allocator.maintain(own, used, pending(node.name()));
        boolean outAgain =
                events.stream().anyMatch(EniEvent.OutOfInterfaces.class::isInstance) && !warned.add(node.name());
        log.write(node.name(), events, outAgain);
        Map<IpAddress, String> pool = pool(node.name(), allocator, own);
        boolean known = !Tree.map(node.tree(), "status", "eni", "enis").isEmpty();
        if (!known
                || pool.size() != Tree.map(node.tree(), "spec", "ipam", "pool").size()) {
            nodes.setInterfaces(node.name(), pool, ec2.status(node.name(), allocator));
        }
    }

    /** The addresses that the node can give out, and the interface of each. */
    private Map<IpAddress, String> pool(String node, EniAllocator allocator, EniDemand own) {
        Map<IpAddress, String> pool = new LinkedHashMap<>();
        for (Eni eni : allocator.interfaces()) {
            if (eni.number() >= own.firstInterface()) {
                eni.addresses().forEach(address -> pool.put(address, ec2.interfaceId(node, eni.number())));
            }
        }
        return pool;
    }

    private int pending(String node) {
        return (int) pods.all().stream()
                .filter(pod -> pod.node().equals(node))
                .filter(pod -> pod.stage() == Stage.BOUND || pod.stage() == Stage.STARTING)
                .count();
    }

    @Override
    public void forget(String node) {
        warned.remove(node);
    }
}
