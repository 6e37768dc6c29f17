package dev.labctl.plan;

import dev.labctl.addresses.Finding;
import dev.labctl.failure.Severity;
import dev.labctl.failure.Wording;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.MultiPoolSettings;
import dev.labctl.ipam.PodIpPool;
import dev.labctl.lab.LabFiles;
import dev.labctl.lab.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * On how many nodes the agent becomes ready in mode multi-pool: it waits until it has a block of each pool that it needs at its
 * start, however long that takes (Cilium 1.18 {@code pkg/ipam/multipool.go}).
 *
 * @param nodes on how many nodes
 * @param findings why not on all of them
 */
record AgentStart(Range nodes, List<Finding> findings) {
    private static final String IN_TIME = "in the folder " + LabFiles.BEFORE_AGENTS
            + " of the lab, or with ipam.operator.autoCreateCiliumPodIPPools in the values.";
    private static final String WAIT = "the agents wait for it and never become ready";

    AgentStart {
        findings = List.copyOf(findings);
    }

    /**
     * From the pools that there are.
     *
     * @param pools those of the operator and of the lab
     * @param uses how the nodes share their blocks
     */
    static AgentStart of(Scenario scenario, MultiPoolSettings settings, List<PodIpPool> pools, List<PoolUse> uses) {
        int all = scenario.nodes().size();
        Set<Family> families = scenario.settings().families();
        List<Need> needs = settings.neededAtStart().stream()
                .flatMap(pool -> families.stream().map(family -> new Need(pool, family, settings, all)))
                .toList();
        int min = all;
        int max = all;
        List<Finding> findings = new ArrayList<>();
        for (Need need : needs) {
            Optional<Finding> absent = need.absent(scenario, pools);
            Range served = absent.isPresent() ? Range.exactly(0) : need.served(uses);
            min -= all - served.min();
            max = Math.min(max, served.max());
            absent.or(() -> need.scarce(served, uses)).ifPresent(findings::add);
        }
        return new AgentStart(new Range(Math.max(0, min), max), findings);
    }

    /** On how many of all nodes it does not become ready. */
    Range closed(int all) {
        return new Range(all - nodes.max(), all - nodes.min());
    }

    /** What each of a number of agents needs of one pool and family. */
    private record Need(String pool, Family family, MultiPoolSettings settings, int agents) {
        private boolean isDefault() {
            return pool.equals(settings.defaultPool());
        }

        /** Why no agent gets anything of it. */
        Optional<Finding> absent(Scenario scenario, List<PodIpPool> pools) {
            List<PodIpPool> named =
                    pools.stream().filter(one -> one.name().equals(pool)).toList();
            if (named.stream().noneMatch(one -> one.families().containsKey(family))) {
                return Optional.of(Finding.error(
                        isDefault() ? "DEFAULT_POOL_MISSING" : "PREALLOCATED_POOL_MISSING",
                        "there is no pool " + pool + " with addresses of " + family + ": " + WAIT,
                        named.isEmpty()
                                ? "Create it " + IN_TIME
                                : "Add CIDRs of " + family + " to the pool, or leave the family out."));
            }
            boolean late = scenario.latePools().contains(pool)
                    && PodIpPool.ofValues(scenario.values()).stream()
                            .noneMatch(one -> one.name().equals(pool));
            if (late) {
                return Optional.of(Finding.error(
                        "PREALLOCATED_POOL_LATE",
                        "the pool " + pool + " is among the manifests, which are applied once the agents are ready: "
                                + WAIT,
                        "Create it " + IN_TIME));
            }
            return settings.preAllocation().containsKey(pool) && settings.demand(pool, 0) <= 0
                    ? Optional.of(Finding.error(
                            "PREALLOCATION_INVALID",
                            "ipam.multiPoolPreAllocation makes the agents wait for the pool " + pool
                                    + " but request no address of it: they never become ready",
                            "Give the pool a number above 0, or leave it out."))
                    : Optional.empty();
        }

        private Optional<PoolUse> use(List<PoolUse> uses) {
            return uses.stream().filter(one -> one.isOf(pool, family)).findFirst();
        }

        /** How many agents get a block: most, if each asks for what it needs at its start; fewest, if the first have all their pods. */
        Range served(List<PoolUse> uses) {
            return use(uses)
                    .map(use -> {
                        long atStart = Math.max(
                                1,
                                settings.blocksAtStart(
                                        pool, family, use.blocks().maskSize()));
                        long total = use.blocks().total();
                        int fewest = served(total, use.needed().stream().map(range -> Math.max(atStart, range.max())));
                        int most = served(total, use.needed().stream().map(range -> atStart));
                        return new Range(Math.min(fewest, most), most);
                    })
                    .orElse(Range.exactly(0));
        }

        private static int served(long total, Stream<Long> requests) {
            long left = total;
            int served = 0;
            for (long request : requests.sorted(Comparator.reverseOrder()).toList()) {
                served += left > 0 ? 1 : 0;
                left -= request;
            }
            return served;
        }

        /** That there is not enough of it for all agents. */
        Optional<Finding> scarce(Range served, List<PoolUse> uses) {
            if (served.min() == agents) {
                return Optional.empty();
            }
            long blocks = use(uses).map(use -> use.blocks().total()).orElse(0L);
            Range left = new Range(agents - served.max(), agents - served.min());
            boolean sure = left.min() > 0;
            return Optional.of(new Finding(
                    sure ? Severity.ERROR : Severity.WARNING,
                    "AGENTS_WITHOUT_BLOCK",
                    "the pool " + pool + " has " + Wording.counted(blocks, family + " block") + " for "
                            + Wording.counted(agents, "node") + ", and each agent waits for one: on " + left
                            + " of them it " + (sure ? "never becomes" : "may never become") + " ready",
                    "Add a CIDR to the pool, or make its blocks smaller with a longer mask"
                            + (isDefault() ? "." : ", or leave it out of ipam.multiPoolPreAllocation.")));
        }
    }
}
