package dev.labctl.explain.causes.addresses;

import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.ExplanationBuilder;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.plan.Remedies;
import java.util.List;

/** The cluster's list has no block left for a node: its agent waits for one, and crashes. */
public record AllocatorFull() implements Cause {
    @Override
    public void explain(ExplanationBuilder it) {
        ClusterIndex cluster = it.cluster();
        List<KubeObject> nodes = it.nodes().stream()
                .filter(node -> cluster.blocks(node.name()).isEmpty())
                .toList();
        boolean none = cluster.addresses().pools().stream().anyMatch(pool -> pool.blocks() == 0);
        it.error("ALLOCATOR_FULL")
                .nodeSymptom(nodes, "has no block of addresses and cannot accept new pods")
                .cause((none
                                ? "Cilium's operator cannot cut a single block out of the cluster's list: a block is larger"
                                        + " than the CIDR that it is cut from."
                                : "Cilium's operator has given all blocks of the cluster's list to other nodes.")
                        + " The agent waits for a block, and crashes after five minutes. Kubernetes may report the node as"
                        + " Ready all the same; the taint node.cilium.io/agent-not-ready keeps new pods off it.");
        nodes.stream().limit(3).forEach(node -> it.operatorError(node.name())
                .agent(node.name(), "PodCIDR not available"));
        it.lists();
        if (none) {
            it.fix(
                    "Use blocks that fit into the list's CIDRs: a longer mask, or larger CIDRs",
                    ValuesFix.newCluster(
                            it.lab(),
                            "a larger ipam.operator.clusterPoolIPv4MaskSize (IPv6: clusterPoolIPv6MaskSize)"));
        }
        cluster.addresses().pools().stream()
                .filter(pool -> pool.free() == 0)
                .findFirst()
                .flatMap(full -> Remedies.longerList(
                        full.family(), cluster.settings().pools().get(full.family())))
                .ifPresent(list -> it.fix(
                        "Extend the list: a node without a block gets a new one, unlike a node that has one",
                        ValuesFix.upgrade(it.lab(), list),
                        "The operator gives the node a block, its agent becomes ready, and pods can run there."));
        it.alternative("use no more nodes than there are blocks", "", "");
    }
}
