package dev.labctl.plan;

import dev.labctl.ipam.BlockAllocator;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.ipam.MultiPoolSettings;
import dev.labctl.ipam.PodIpPool;
import dev.labctl.ipam.PoolAllocator;
import dev.labctl.ipam.PoolRequest;
import dev.labctl.lab.Range;
import dev.labctl.plan.AddressPlan.CidrPlan;
import dev.labctl.plan.AddressPlan.NodePlan;
import dev.labctl.plan.AddressPlan.PoolPlan;
import dev.labctl.plan.AddressPlan.Reserved;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Blocks of pools, which a node gets as its pods ask for them: mode multi-pool. */
final class PoolBlocks implements Supply {
    /** A longer row of possible blocks would not help a reader. */
    private static final int SHOWN = 4096;

    private final SchedulingDemand claims;
    private final PoolChoices choices;
    private final MultiPoolSettings settings;
    private final Infrastructure infrastructure;
    private final Set<Family> families;
    private final PoolAllocator operator;

    /** The same once everything is taken that may run short. */
    private final PoolAllocator exhausted;

    private final Map<String, Map<Family, PoolUse>> uses = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    PoolBlocks(
            Scenario scenario,
            SchedulingDemand claims,
            MultiPoolSettings settings,
            Infrastructure infrastructure,
            Set<Family> families) {
        this.claims = claims;
        this.settings = settings;
        this.infrastructure = infrastructure;
        this.families = families;
        this.choices = new PoolChoices(scenario, claims, settings);
        this.operator = new PoolAllocator(families);
        List<PodIpPool> pools = new ArrayList<>(PodIpPool.ofValues(scenario.values()));
        scenario.pools().forEach(object -> PodIpPool.of(object).ifPresent(pools::add));
        pools.forEach(operator::upsert);
        this.exhausted = new PoolAllocator(families);
        pools.forEach(exhausted::upsert);
        for (String pool : operator.pools()) {
            Map<Family, PoolUse> byFamily = new EnumMap<>(Family.class);
            operator.blocks(pool).forEach((family, blocks) -> {
                if (!blocks.cidrs().isEmpty()) {
                    byFamily.put(family, use(pool, family, blocks));
                }
            });
            uses.put(pool, byFamily);
        }
        takeWhatIsShort();
        findings.addAll(PoolLint.of(pools, choices, claims, families, settings.defaultPool()));
    }

    private void takeWhatIsShort() {
        uses.forEach((pool, byFamily) -> byFamily.forEach((family, use) -> {
            if (!use.ample()) {
                exhausted.allocate("", List.of(), List.of(new PoolRequest(pool, Map.of(family, Long.MAX_VALUE))));
            }
        }));
    }

    private PoolUse use(String pool, Family family, BlockAllocator blocks) {
        List<Range> pods = IntStream.range(0, claims.nodes().size())
                .mapToObj(node -> pods(pool, family, node))
                .toList();
        return PoolUse.of(settings, pool, family, blocks, infrastructure, pods);
    }

    private Range pods(String pool, Family family, int node) {
        int most = claims.nodes().get(node).maxPods();
        long max = 0;
        long min = 0;
        for (int workload : choices.choosing(pool, family)) {
            max += claims.most(workload, node);
            min += claims.least(workload, node);
        }
        return new Range((int) Math.min(min, most), (int) Math.min(max, most));
    }

    /** The pool's use; empty where there is no such pool, or it has no blocks of the family. */
    private Optional<PoolUse> use(String pool, Family family) {
        return Optional.ofNullable(uses.get(pool))
                .map(byFamily -> byFamily.get(family))
                .filter(use -> use.total() > 0);
    }

    /** Without a default pool that can serve every node no agent becomes ready, and no pod starts. */
    private boolean agentsStart() {
        return families.stream()
                .allMatch(family -> use(settings.defaultPool(), family).isPresent());
    }

    @Override
    public Range addresses(int workload, int node) {
        if (!agentsStart()) {
            return Range.exactly(0);
        }
        Range least = Range.exactly(Integer.MAX_VALUE);
        for (Family family : families) {
            Range range = use(choices.of(workload, family), family)
                    .map(use -> use.addresses(node))
                    .orElse(Range.exactly(0));
            least = new Range(Math.min(least.min(), range.min()), Math.min(least.max(), range.max()));
        }
        return least;
    }

    @Override
    public boolean shared(int one, int other) {
        return families.stream().anyMatch(family -> choices.of(one, family).equals(choices.of(other, family)));
    }

    @Override
    public List<NodePlan> nodes() {
        return IntStream.range(0, claims.nodes().size()).mapToObj(this::node).toList();
    }

    private NodePlan node(int node) {
        List<CidrPlan> cidrs = new ArrayList<>();
        uses.forEach((pool, byFamily) -> byFamily.forEach((family, use) -> {
            if (use.total() > 0 && use.usedOn(node)) {
                cidrs.add(cidr(pool, family, use));
            }
        }));
        return new NodePlan(claims.nodes().get(node).name(), cidrs, error(node));
    }

    private CidrPlan cidr(String pool, Family family, PoolUse use) {
        List<Cidr> possible = operator.blocks(pool).get(family).free((int) Math.min(use.most(), SHOWN));
        boolean known = possible.size() == 1;
        return new CidrPlan(
                known ? Optional.of(possible.get(0).toString()) : Optional.empty(),
                known ? List.of() : BlockRows.of(possible),
                pool,
                family,
                use.usable(),
                pool.equals(settings.defaultPool()) ? Reserved.of(infrastructure) : List.of(),
                Math.max(0, use.usable() - use.infrastructure()));
    }

    /** What the operator may write on the CiliumNode, because a pod on it asks for something that is not there. */
    private Optional<String> error(int node) {
        List<PoolRequest> requests = new ArrayList<>();
        for (int workload = 0; workload < claims.size(); workload++) {
            if (claims.most(workload, node) > 0 && choices.needed(workload)) {
                for (Family family : families) {
                    String pool = choices.of(workload, family);
                    if (use(pool, family).filter(PoolUse::ample).isEmpty()) {
                        requests.add(new PoolRequest(pool, Map.of(family, 1L)));
                    }
                }
            }
        }
        return requests.isEmpty()
                ? Optional.empty()
                : exhausted
                        .allocate(
                                claims.nodes().get(node).name(),
                                List.of(),
                                requests.stream().distinct().toList())
                        .error();
    }

    @Override
    public List<PoolPlan> pools() {
        List<PoolPlan> plans = new ArrayList<>();
        uses.forEach((pool, byFamily) -> byFamily.forEach((family, use) -> {
            BlockAllocator blocks = operator.blocks(pool).get(family);
            plans.add(new PoolPlan(
                    pool,
                    family,
                    blocks.cidrs().stream().map(Cidr::toString).toList(),
                    blocks.maskSize(),
                    use.total(),
                    Math.max(0, use.total() - use.most())));
        }));
        return plans;
    }

    @Override
    public List<Cidr> ranges() {
        return operator.pools().stream()
                .flatMap(pool -> operator.blocks(pool).values().stream())
                .flatMap(blocks -> blocks.cidrs().stream())
                .toList();
    }

    @Override
    public List<Cidr> taken() {
        List<Cidr> taken = new ArrayList<>();
        uses.forEach((pool, byFamily) -> byFamily.forEach((family, use) ->
                taken.addAll(operator.blocks(pool).get(family).free((int) Math.min(use.most(), SHOWN)))));
        return taken;
    }

    @Override
    public List<Finding> findings() {
        return findings;
    }

    /** IPv6 is tried first; a node without a block of the pool says so, one whose blocks are full says that. */
    @Override
    public String text(int workload) {
        for (Family family : List.of(Family.IPV6, Family.IPV4)) {
            String pool = choices.of(workload, family);
            if (families.contains(family) && use(pool, family).isEmpty()) {
                return IpamTexts.podEvent(SANDBOX, IpamTexts.poolNotYetAvailable(pool, family));
            }
        }
        return IpamTexts.podEvent(SANDBOX, IpamTexts.POOL_EXHAUSTED);
    }
}
