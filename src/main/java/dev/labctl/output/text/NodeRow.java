package dev.labctl.output.text;

import dev.labctl.plan.AddressPlan;
import dev.labctl.plan.AddressPlan.CidrPlan;
import dev.labctl.plan.AddressPlan.NodePlan;
import dev.labctl.plan.AddressPlan.Reserved;
import dev.labctl.plan.AddressPlan.WorkloadPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * A node as it is shown, and how many others are like it.
 *
 * @param alike how many further nodes differ in nothing but their names and which block is theirs
 * @param pods those that go to each of these nodes and nowhere else
 */
public record NodeRow(NodePlan node, int alike, long pods) {
    /** So many nodes are shown one by one, and so many kinds of nodes where there are more. */
    public static final int MOST = 12;

    /** What makes nodes alike. */
    private record Kind(List<CidrPlan> share, boolean error, long pods) {}

    /** The rows of a plan: each node, or each kind of node where there are many; the first ones alone, if those are many. */
    public static List<NodeRow> of(AddressPlan plan) {
        Map<String, Long> pinned = new LinkedHashMap<>();
        for (WorkloadPlan pods : plan.workloads()) {
            pods.node().ifPresent(node -> pinned.merge(node, (long) PlanWords.placed(pods), Long::sum));
        }
        boolean many = plan.nodes().size() > MOST;
        Map<Object, NodeRow> rows = new LinkedHashMap<>();
        for (NodePlan node : plan.nodes()) {
            long pods = pinned.getOrDefault(node.name(), 0L);
            Object kind = many
                    ? new Kind(
                            node.cidrs().stream().map(NodeRow::anyBlock).toList(),
                            node.error().isPresent(),
                            pods)
                    : node.name();
            rows.merge(kind, new NodeRow(node, 0, pods), (first, next) -> first.andOneMore());
        }
        return new ArrayList<>(rows.values());
    }

    private static CidrPlan anyBlock(CidrPlan share) {
        List<String> blocks = share.cidr().isPresent() ? List.of() : share.blocks();
        return new CidrPlan(
                share.cidr().map(block -> block.substring(block.indexOf('/') + 1)),
                blocks,
                share.pool(),
                share.family(),
                share.usable(),
                share.reserved(),
                share.slots());
    }

    private NodeRow andOneMore() {
        return new NodeRow(node, alike + 1, pods);
    }

    /**
     * The pods that are known to want an address of a share; none where the node has shares of several pools, for a plan
     * does not say which pool a pod draws on.
     */
    public long podsOf(CidrPlan share) {
        return node.cidrs().stream().allMatch(other -> other.pool().equals(share.pool())) ? pods : 0;
    }

    /** The addresses of each share, whatever the width. */
    public boolean has(ToIntFunction<AddressBar> kind) {
        return node.cidrs().stream()
                .anyMatch(
                        share -> kind.applyAsInt(AddressBar.of(reserved(share), share.slots(), podsOf(share), 64)) > 0);
    }

    /** {@code 6 usable, 4 slots; 10 pods: 6 stay stuck}. */
    public String facts(CidrPlan share) {
        long here = podsOf(share);
        long stuck = here - share.slots();
        return PlanWords.grouped(share.usable()) + " usable, " + PlanWords.counted(share.slots(), "slot")
                + (here == 0 ? "" : "; " + PlanWords.counted(here, "pod"))
                + (stuck <= 0 ? "" : ": " + PlanWords.grouped(stuck) + (stuck == 1 ? " stays" : " stay") + " stuck");
    }

    public static long reserved(CidrPlan share) {
        return share.reserved().stream().mapToLong(Reserved::count).sum();
    }

    /** What addresses are kept for, in the order of the first share that has each. */
    public static List<String> purposes(Stream<CidrPlan> shares) {
        return shares.flatMap(share -> share.reserved().stream())
                .map(Reserved::purpose)
                .distinct()
                .toList();
    }

    /** Whether the block is one of several that the plan lists. */
    public static boolean ofSeveral(CidrPlan share) {
        return share.cidr().isEmpty()
                && (share.blocks().size() > 1 || share.blocks().stream().anyMatch(row -> row.contains("-")));
    }

    /** Blocks as they are read: {@code 10.0.0.0/24 to 10.0.9.0/24}. */
    public static String listed(List<String> blocks) {
        return String.join(", ", blocks).replace("-", " to ");
    }
}
