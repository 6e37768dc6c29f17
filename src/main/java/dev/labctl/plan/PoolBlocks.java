package dev.labctl.plan;

import dev.labctl.addresses.AddressMap.Reserved;
import dev.labctl.addresses.Block;
import dev.labctl.addresses.Finding;
import dev.labctl.addresses.NodeMap;
import dev.labctl.ipam.BlockAllocator;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.ipam.MultiPoolSettings;
import dev.labctl.ipam.PodIpPool;
import dev.labctl.ipam.PoolAllocator;
import dev.labctl.lab.Range;
import dev.labctl.workload.NodeShape;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Blocks of pools, which a node gets as its pods ask for them: mode multi-pool. */
final class PoolBlocks implements RunningPods.Capacity {
    private final List<NodeShape> nodes;
    private final List<SchedulingDemand> demands;
    private final PoolChoices choices;
    private final MultiPoolSettings settings;
    private final Infrastructure infrastructure;
    private final Set<Family> families;
    private final List<PoolUse> uses = new ArrayList<>();
    private final AgentStart agents;

    /** The operator once everything is taken that may run short. */
    private final PoolAllocator exhausted;

    private PoolBlocks(
            Scenario scenario,
            List<SchedulingDemand> demands,
            PoolChoices choices,
            MultiPoolSettings settings,
            Infrastructure infrastructure,
            List<PodIpPool> pools) {
        this.nodes = scenario.nodes();
        this.demands = demands;
        this.choices = choices;
        this.settings = settings;
        this.infrastructure = infrastructure;
        this.families = scenario.settings().families();
        PoolAllocator operator = operator(pools);
        for (String pool : operator.pools()) {
            operator.blocks(pool).values().stream()
                    .filter(blocks -> !blocks.cidrs().isEmpty())
                    .forEach(blocks -> uses.add(use(pool, blocks)));
        }
        this.agents = AgentStart.of(scenario, settings, pools, uses);
        this.exhausted = operator(pools);
        // Of one node the operator would take back what it has of other pools.
        uses.stream()
                .filter(use -> !use.ample())
                .forEach(use -> exhausted.allocate(
                        use.pool() + " " + use.blocks().family(),
                        Map.of(),
                        Map.of(use.pool(), Map.of(use.blocks().family(), Long.MAX_VALUE))));
    }

    static Supply of(
            Scenario scenario,
            List<SchedulingDemand> demands,
            MultiPoolSettings settings,
            Infrastructure infrastructure) {
        List<PodIpPool> pools = new ArrayList<>(PodIpPool.ofValues(scenario.values()));
        scenario.pools().forEach(object -> PodIpPool.of(object).ifPresent(pools::add));
        PoolChoices choices = new PoolChoices(scenario, demands, settings);
        PoolBlocks blocks = new PoolBlocks(scenario, demands, choices, settings, infrastructure, pools);
        List<Finding> findings = new ArrayList<>(blocks.agents.findings());
        findings.addAll(PoolLint.of(
                pools, choices, demands, blocks.families, settings.neededAtStart(), scenario.refusedPools()));
        return new Supply(
                IntStream.range(0, scenario.nodes().size())
                        .mapToObj(blocks::node)
                        .toList(),
                blocks.uses.stream()
                        .map(use -> BlockRows.pool(
                                use.pool(),
                                use.blocks(),
                                Math.max(0, use.blocks().total() - use.most())))
                        .toList(),
                blocks.uses.stream().flatMap(use -> use.possible().stream()).toList(),
                findings,
                blocks.agents.closed(scenario.nodes().size()),
                blocks::text,
                blocks);
    }

    private PoolAllocator operator(List<PodIpPool> pools) {
        PoolAllocator operator = new PoolAllocator(families);
        pools.forEach(operator::upsert);
        return operator;
    }

    private PoolUse use(String pool, BlockAllocator blocks) {
        List<SchedulingDemand> choosing = demands.stream()
                .filter(demand -> demand.needsAddress()
                        && choices.of(demand, blocks.family()).equals(pool))
                .toList();
        List<Range> pods = IntStream.range(0, nodes.size())
                .mapToObj(node -> pods(choosing, node))
                .toList();
        return PoolUse.of(settings, pool, blocks, infrastructure, pods);
    }

    private Range pods(List<SchedulingDemand> choosing, int node) {
        int most = nodes.get(node).maxPods();
        long min = 0;
        long max = 0;
        for (SchedulingDemand demand : choosing) {
            min += demand.least(node);
            max += demand.most(node);
        }
        return new Range((int) Math.min(min, most), (int) Math.min(max, most));
    }

    /** The pool's use; empty where there is no such pool, or it has no blocks of the family. */
    private Optional<PoolUse> use(String pool, Family family) {
        return uses.stream()
                .filter(use -> use.isOf(pool, family) && use.blocks().total() > 0)
                .findFirst();
    }

    @Override
    public Range addresses(SchedulingDemand demand, int node) {
        Range least = Range.exactly(Integer.MAX_VALUE);
        for (Family family : families) {
            Range range = use(choices.of(demand, family), family)
                    .map(use -> use.addresses(node))
                    .orElse(Range.exactly(0));
            least = new Range(Math.min(least.min(), range.min()), Math.min(least.max(), range.max()));
        }
        return least;
    }

    @Override
    public boolean shared(SchedulingDemand one, SchedulingDemand other) {
        return families.stream().anyMatch(family -> choices.of(one, family).equals(choices.of(other, family)));
    }

    @Override
    public Range total(SchedulingDemand demand) {
        long least = Integer.MAX_VALUE;
        long most = Integer.MAX_VALUE;
        for (Family family : families) {
            Optional<PoolUse> use = use(choices.of(demand, family), family);
            least = Math.min(
                    least,
                    use.map(own -> own.ample() ? Integer.MAX_VALUE : own.least())
                            .orElse(0L));
            most = Math.min(
                    most,
                    use.map(own -> own.ample() ? Integer.MAX_VALUE : own.total())
                            .orElse(0L));
        }
        return new Range((int) Math.min(least, most), (int) most);
    }

    private NodeMap node(int node) {
        List<Block> cidrs = uses.stream()
                .filter(use -> use.blocks().total() > 0 && use.usedOn(node))
                .map(this::cidr)
                .toList();
        return new NodeMap(nodes.get(node).name(), cidrs, List.of(), error(node));
    }

    private Block cidr(PoolUse use) {
        return BlockRows.block(
                use.possible(),
                use.pool(),
                use.usable(),
                use.pool().equals(settings.defaultPool()) ? Reserved.of(infrastructure) : List.of(),
                Math.max(0, use.usable() - use.infrastructure()));
    }

    /** What the operator may write on the CiliumNode, because its agent or a pod asks for something that is not there. */
    private Optional<String> error(int node) {
        Map<String, Map<Family, Long>> requests = new LinkedHashMap<>();
        settings.preAllocation().keySet().forEach(pool -> families.forEach(family -> request(requests, pool, family)));
        for (SchedulingDemand demand : demands) {
            if (demand.most(node) > 0 && demand.needsAddress()) {
                for (Family family : families) {
                    request(requests, choices.of(demand, family), family);
                }
            }
        }
        return requests.isEmpty()
                ? Optional.empty()
                : exhausted.allocate(nodes.get(node).name(), Map.of(), requests).error();
    }

    /** Requests an address where there may be no block for it. */
    private void request(Map<String, Map<Family, Long>> requests, String pool, Family family) {
        if (use(pool, family).filter(PoolUse::ample).isEmpty()) {
            requests.computeIfAbsent(pool, none -> new EnumMap<>(Family.class)).put(family, 1L);
        }
    }

    /**
     * IPv6 is tried first; a node without a block of the pool says so, one whose blocks are full says that. Of the default pool
     * every node has a block, for its agent waits for one.
     */
    private String text(SchedulingDemand demand) {
        for (Family family : List.of(Family.IPV6, Family.IPV4)) {
            String pool = choices.of(demand, family);
            boolean nodesLackBlocks = !pool.equals(settings.defaultPool())
                    && use(pool, family)
                            .filter(use ->
                                    !use.ample() && demand.candidates().stream().allMatch(use::oneBlockIsEnough))
                            .isPresent();
            if (families.contains(family) && (use(pool, family).isEmpty() || nodesLackBlocks)) {
                return IpamTexts.podEvent(Supply.SANDBOX, IpamTexts.poolNotYetAvailable(pool, family));
            }
        }
        return IpamTexts.podEvent(Supply.SANDBOX, IpamTexts.POOL_EXHAUSTED);
    }
}
