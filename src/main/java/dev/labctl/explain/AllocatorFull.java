package dev.labctl.explain;

import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.plan.Remedies;
import java.util.List;

/** No block of the cluster's list is left for a node: its agent waits for one, and crashes over it. */
record AllocatorFull() implements Cause {
    /** How many nodes are told one by one. */
    private static final int TOLD = 3;

    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        List<KubeObject> nodes = AgentNotReady.nodes(victims, clues).stream()
                .filter(node -> NodeRules.blocks(node.name(), clues).isEmpty())
                .toList();
        boolean none = clues.map().pools().stream().anyMatch(pool -> pool.blocks() == 0);
        Draft draft = Draft.error("ALLOCATOR_FULL", victims)
                .symptom(AgentNotReady.nodesAndPods(
                        nodes,
                        "has no block of addresses and takes no pods",
                        "have no block of addresses and take no pods",
                        victims,
                        clues))
                .cause((none
                                ? "Cilium's operator can cut no block at all out of the cluster's list: a block is larger"
                                        + " than what it is cut from."
                                : "Cilium's operator has given all blocks of the cluster's list to other nodes.")
                        + " The agent waits for a block, and crashes after five minutes of it. Kubernetes may call the node"
                        + " Ready all the same; new pods are kept off it by the taint"
                        + " node.cilium.io/agent-not-ready.");
        nodes.stream().limit(TOLD).forEach(node -> evidence(draft, node, clues));
        draft.evidence(clues.map().pools().stream().map(pool -> pool(pool, clues)));
        advise(draft, none, clues);
        return draft.done();
    }

    private static void evidence(Draft draft, KubeObject node, ClusterIndex clues) {
        draft.evidence(NodeRules.error(node, clues)
                .map(text -> "CiliumNode " + node.name() + ": status.ipam.operator-status.error: \"" + Quote.text(text)
                        + "\""));
        clues.agent(node.name()).ifPresent(agent -> AgentNotReady.container(agent)
                .ifPresent(status -> draft.evidence(Quote.container(agent, status))
                        .evidence(Quote.lastWords(status).stream()
                                .filter(line -> line.contains("PodCIDR not available")))));
    }

    private static void advise(Draft draft, boolean none, ClusterIndex clues) {
        if (none) {
            draft.advise(
                    "Have blocks that fit into the list's CIDRs: a longer mask, or larger CIDRs",
                    NewCluster.commands(
                            clues, "a larger ipam.operator.clusterPoolIPv4MaskSize (IPv6: clusterPoolIPv6MaskSize)"));
            return;
        }
        clues.map().pools().stream()
                .filter(pool -> pool.free() == 0)
                .findFirst()
                .flatMap(full -> Remedies.longerList(
                        full.family(), clues.settings().pools().get(full.family())))
                .ifPresent(list -> draft.advise(
                        "Make the list longer: unlike a node that has a block, one without any takes a new one",
                        NewCluster.values(clues, list) + "\n"
                                + clues.lab().labctl("cilium-install", "--values " + NewCluster.FILE),
                        "The operator gives the node a block, its agent gets ready, and pods come to it."));
        draft.otherwise("use no more nodes than there are blocks", "", "");
    }

    static String pool(PoolMap pool, ClusterIndex clues) {
        String cut = pool.blocks() == 0
                ? "no block of /" + pool.maskSize() + " fits in"
                : Quote.counted(pool.blocks(), "block") + " of /" + pool.maskSize() + ", "
                        + (pool.free() == 0 ? "none" : Quote.grouped(pool.free())) + " free";
        return pool.family() + " list " + String.join(" ", pool.cidrs()) + ": " + cut + ", for "
                + Quote.counted(clues.map().nodes().size(), "node");
    }
}
