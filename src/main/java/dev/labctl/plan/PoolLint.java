package dev.labctl.plan;

import dev.labctl.addresses.Finding;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.PodIpPool;
import dev.labctl.ipam.PoolChoice;
import dev.labctl.workload.WorkloadSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pools that cannot serve, and pods that ask for what is not there. */
final class PoolLint {
    private final List<PodIpPool> pools;
    private final Set<String> refused;
    private final Set<Finding> findings = new LinkedHashSet<>();

    private PoolLint(List<PodIpPool> pools, Set<String> refused) {
        this.pools = pools;
        this.refused = refused;
    }

    /**
     * What is wrong with pools and choices.
     *
     * @param refused the names of pools that the API server does not take
     */
    static List<Finding> of(
            List<PodIpPool> pools,
            PoolChoices choices,
            List<SchedulingDemand> demands,
            Set<Family> families,
            Set<String> neededAtStart,
            Set<String> refused) {
        PoolLint lint = new PoolLint(pools, refused);
        lint.pools();
        for (SchedulingDemand demand : demands) {
            if (demand.needsAddress()) {
                WorkloadSpec workload = demand.workload();
                String who = workload.namespace() + "/" + workload.name();
                for (Family family : families) {
                    String pool = choices.of(demand, family);
                    if (!neededAtStart.contains(pool)) {
                        lint.choice(who, pool, family);
                    }
                }
                lint.keys(who, workload.template().annotations());
                lint.keys("the namespace " + workload.namespace(), choices.namespace(workload));
            }
        }
        return List.copyOf(lint.findings);
    }

    private void error(String reason, String message, String fix) {
        findings.add(Finding.error(reason, message, fix));
    }

    private void pools() {
        for (PodIpPool pool : pools) {
            pool.problems().forEach(problem -> error("POOL_INVALID", problem, "Fix the pool's CIDRs and maskSize."));
        }
        PodIpPool.overlaps(pools)
                .forEach(overlap -> error(
                        "POOLS_OVERLAP",
                        overlap.cidr() + " of the pool " + overlap.pool() + " and " + overlap.otherCidr()
                                + " of the pool " + overlap.otherPool()
                                + " overlap: two pods may get the same address",
                        "Give the pools CIDRs that do not overlap."));
    }

    private Optional<PodIpPool> named(String name) {
        return pools.stream().filter(pool -> pool.name().equals(name)).findFirst();
    }

    private void choice(String who, String pool, Family family) {
        Optional<PodIpPool> found = named(pool);
        // Of a pool that the API server refuses, KindLint says why.
        if (found.isEmpty() && !refused.contains(pool)) {
            error(
                    "POOL_MISSING",
                    who + " asks for the pool " + pool + ", which does not exist: its pods wait until it does",
                    "Create a CiliumPodIPPool " + pool + ", or correct the annotation ipam.cilium.io/ip-pool.");
        } else if (found.isPresent() && !found.get().families().containsKey(family)) {
            error(
                    "POOL_WITHOUT_FAMILY",
                    who + " asks for the pool " + pool + ", which has no " + family
                            + ": a pod needs an address of each family, so none of its pods starts",
                    "Add CIDRs of " + family + " to the pool, or choose another one with ipam.cilium.io/" + family.key()
                            + "-pool.");
        }
    }

    private void keys(String where, Map<String, String> annotations) {
        PoolChoice.ignored(annotations)
                .forEach(ignored -> findings.add(Finding.warning(
                        "ANNOTATION_IGNORED",
                        "the annotation " + ignored.key() + " of " + where
                                + " looks like a choice of pool, but Cilium ignores it",
                        ignored.meant().map(key -> "Use " + key + ".").orElse("Remove it."))));
    }
}
