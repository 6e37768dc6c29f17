package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.ipam.Attempt;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.ClusterPoolAllocator;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;

/** What the operator does about addresses, one for each mode. */
interface OperatorIpam {
    /** In modes in which the operator gives nothing out. */
    OperatorIpam NONE = node -> {};

    /** Looks at a node that is new or has changed. */
    void reconcile(KubeObject ciliumNode);

    /** A CiliumNode is gone. */
    default void forget(String node) {}

    /** The operator in mode cluster-pool: a block of each family for every node, for ever. */
    record ClusterPoolIpam(CiliumNodes nodes, ClusterPoolAllocator allocator) implements OperatorIpam {
        /** The operator at its start: blocks that nodes have are theirs before any node gets a new one. */
        static Attempt<OperatorIpam> start(CiliumConfig config, CiliumNodes nodes) {
            return ClusterPoolAllocator.of(config.ipam().pools()).map(allocator -> {
                ClusterPoolIpam ipam = new ClusterPoolIpam(nodes, allocator);
                nodes.all().stream()
                        .filter(node -> !CiliumNodes.podCidrs(node).isEmpty())
                        .forEach(ipam::reconcile);
                return ipam;
            });
        }

        @Override
        public void reconcile(KubeObject node) {
            List<Cidr> has = CiliumNodes.podCidrs(node);
            Attempt<List<Cidr>> given =
                    has.isEmpty() ? allocator.allocate(node.name()) : allocator.restore(node.name(), has);
            given.value().ifPresent(cidrs -> nodes.setPodCidrs(node.name(), cidrs));
            given.error().ifPresent(error -> nodes.setError(node.name(), error));
        }

        @Override
        public void forget(String node) {
            allocator.remove(node);
        }
    }
}
