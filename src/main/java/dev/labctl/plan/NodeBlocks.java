package dev.labctl.plan;

import dev.labctl.ipam.BlockAllocator;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.HostScope;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.ipam.NodeCidrAllocator;
import dev.labctl.lab.Range;
import dev.labctl.plan.AddressPlan.CidrPlan;
import dev.labctl.plan.AddressPlan.NodePlan;
import dev.labctl.plan.AddressPlan.PoolPlan;
import dev.labctl.plan.AddressPlan.Reserved;
import dev.labctl.workload.NodeShape;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One block per node and family, which it keeps for ever: modes kubernetes and cluster-pool. */
final class NodeBlocks implements Supply {
    private final List<NodeShape> nodes;
    private final String refusal;
    private final List<CidrPlan> share;
    private final List<PoolPlan> pools;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Cidr> ranges;
    private final List<Cidr> taken;
    private final int served;
    private final long slots;

    /**
     * Allocates once for every node. Which node gets which block is random, so each may get any of the set; the set
     * itself is not.
     *
     * @param families that Cilium uses; where one has no blocks at all, the agents wait for it for ever
     * @param poolName what the pool is called in the plan
     * @param refusal the error of a node for which no block is left
     * @param spare blocks that a node may get beside those, because the allocator may skip some
     */
    NodeBlocks(
            List<NodeShape> nodes,
            NodeCidrAllocator allocator,
            Set<Family> families,
            Infrastructure infrastructure,
            String poolName,
            String refusal,
            int spare) {
        this.nodes = nodes;
        this.refusal = refusal;
        Map<Family, List<Cidr>> given = new EnumMap<>(Family.class);
        int got = 0;
        for (NodeShape node : nodes) {
            Optional<List<Cidr>> blocks = allocator.allocate(node.name()).value();
            blocks.ifPresent(
                    found -> found.forEach(block -> given.computeIfAbsent(block.family(), any -> new ArrayList<>())
                            .add(block)));
            got += blocks.isPresent() ? 1 : 0;
        }
        this.served = allocator.blocks().keySet().containsAll(families) ? got : 0;
        this.share = new ArrayList<>();
        this.pools = new ArrayList<>();
        given.keySet().retainAll(families);
        allocator.blocks().forEach((family, blocks) -> {
            pools.add(pool(poolName, blocks));
            Optional.ofNullable(given.get(family))
                    .ifPresent(found -> share.add(share(poolName, found, blocks.free(spare), infrastructure)));
        });
        this.ranges = allocator.blocks().values().stream()
                .flatMap(blocks -> blocks.cidrs().stream())
                .toList();
        this.taken = given.values().stream().flatMap(List::stream).toList();
        this.slots = share.stream().mapToLong(CidrPlan::slots).min().orElse(0);
        note(infrastructure, given);
    }

    private static PoolPlan pool(String name, BlockAllocator blocks) {
        return new PoolPlan(
                name,
                blocks.family(),
                blocks.cidrs().stream().map(Cidr::toString).toList(),
                blocks.maskSize(),
                blocks.total(),
                blocks.free());
    }

    private static CidrPlan share(String pool, List<Cidr> taken, List<Cidr> spare, Infrastructure infrastructure) {
        HostScope scope = new HostScope(taken.get(0), infrastructure);
        List<Cidr> possible = new ArrayList<>(taken);
        possible.addAll(spare);
        boolean known = possible.size() == 1;
        return new CidrPlan(
                known ? Optional.of(taken.get(0).toString()) : Optional.empty(),
                known ? List.of() : BlockRows.of(possible),
                pool,
                taken.get(0).family(),
                scope.usable(),
                Reserved.of(infrastructure),
                scope.slots());
    }

    private void note(Infrastructure infrastructure, Map<Family, List<Cidr>> given) {
        if (served < nodes.size()) {
            findings.add(new Finding(
                    Finding.Severity.ERROR,
                    "NODE_CIDR_EXHAUSTED",
                    (nodes.size() - served) + " of " + nodes.size()
                            + " nodes get no block; which ones cannot be predicted, and their agents never become ready",
                    "Add a CIDR to the list, or make the blocks smaller with a longer mask."));
        }
        List<HostScope> scopes = given.values().stream()
                .map(blocks -> new HostScope(blocks.get(0), infrastructure))
                .toList();
        HostScope.failure(scopes)
                .ifPresent(text -> findings.add(new Finding(
                        Finding.Severity.ERROR,
                        "BLOCK_TOO_SMALL",
                        "a node's block has no room for Cilium's own addresses; the agents exit with: " + text,
                        "Make the blocks larger with a shorter mask.")));
    }

    @Override
    public List<NodePlan> nodes() {
        Optional<String> error = served == nodes.size()
                ? Optional.empty()
                : Optional.of(refusal + ", on " + (nodes.size() - served) + " of " + nodes.size() + " nodes");
        return nodes.stream()
                .map(node -> new NodePlan(node.name(), share, error))
                .toList();
    }

    @Override
    public List<PoolPlan> pools() {
        return pools;
    }

    @Override
    public List<Cidr> ranges() {
        return ranges;
    }

    @Override
    public List<Cidr> taken() {
        return taken;
    }

    @Override
    public List<Finding> findings() {
        return findings;
    }

    @Override
    public Range addresses(int workload, int node) {
        int most = (int) Math.min(slots, Integer.MAX_VALUE);
        return new Range(served == nodes.size() ? most : 0, served == 0 ? 0 : most);
    }

    @Override
    public boolean shared(int one, int other) {
        return true;
    }

    @Override
    public String text(int workload) {
        return IpamTexts.podEvent(SANDBOX, "range is full");
    }
}
