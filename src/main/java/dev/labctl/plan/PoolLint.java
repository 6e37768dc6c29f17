package dev.labctl.plan;

import dev.labctl.ipam.Family;
import dev.labctl.ipam.PodIpPool;
import dev.labctl.ipam.PoolChoice;
import dev.labctl.plan.Finding.Severity;
import dev.labctl.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pools that cannot serve, and pods that ask for what is not there. */
final class PoolLint {
    private final List<PodIpPool> pools;
    private final Set<Finding> findings = new LinkedHashSet<>();

    private PoolLint(List<PodIpPool> pools) {
        this.pools = pools;
    }

    static List<Finding> of(
            List<PodIpPool> pools,
            PoolChoices choices,
            SchedulingDemand claims,
            Set<Family> families,
            String defaultPool) {
        PoolLint lint = new PoolLint(pools);
        lint.pools();
        families.forEach(family -> lint.defaultPool(defaultPool, family));
        for (int index = 0; index < claims.size(); index++) {
            if (choices.needed(index)) {
                WorkloadSpec workload = claims.workload(index);
                for (Family family : families) {
                    lint.choice(workload, choices.of(index, family), family, defaultPool);
                }
                lint.keys(
                        workload.namespace() + "/" + workload.name(),
                        workload.template().annotations());
                lint.keys("the namespace " + workload.namespace(), choices.namespace(workload));
            }
        }
        return new ArrayList<>(lint.findings);
    }

    private void add(Severity severity, String reason, String message, String fix) {
        findings.add(new Finding(severity, reason, message, fix));
    }

    private void pools() {
        for (PodIpPool pool : pools) {
            pool.problems()
                    .forEach(problem ->
                            add(Severity.ERROR, "POOL_INVALID", problem, "Fix the pool's CIDRs and maskSize."));
        }
        PodIpPool.overlaps(pools)
                .forEach(overlap -> add(
                        Severity.ERROR,
                        "POOLS_OVERLAP",
                        overlap.cidr() + " of the pool " + overlap.pool() + " and " + overlap.otherCidr()
                                + " of the pool " + overlap.otherPool()
                                + " overlap: two pods may get the same address",
                        "Give the pools CIDRs that do not overlap."));
    }

    private Optional<PodIpPool> named(String name) {
        return pools.stream().filter(pool -> pool.name().equals(name)).findFirst();
    }

    private void defaultPool(String name, Family family) {
        if (named(name).filter(pool -> pool.families().containsKey(family)).isEmpty()) {
            add(
                    Severity.ERROR,
                    "DEFAULT_POOL_MISSING",
                    "there is no pool " + name + " with addresses of " + family
                            + ": the agents wait for it and never become ready",
                    "Create it with ipam.operator.autoCreateCiliumPodIPPools in the values.");
        }
    }

    private void choice(WorkloadSpec workload, String pool, Family family, String defaultPool) {
        if (pool.equals(defaultPool)) {
            return;
        }
        String who = workload.namespace() + "/" + workload.name();
        Optional<PodIpPool> found = named(pool);
        if (found.isEmpty()) {
            add(
                    Severity.ERROR,
                    "POOL_MISSING",
                    who + " asks for the pool " + pool + ", which does not exist: its pods wait until it does",
                    "Create a CiliumPodIPPool " + pool + ", or correct the annotation ipam.cilium.io/ip-pool.");
        } else if (!found.get().families().containsKey(family)) {
            add(
                    Severity.ERROR,
                    "POOL_WITHOUT_FAMILY",
                    who + " asks for the pool " + pool + ", which has no " + family
                            + ": a pod needs an address of each family, so none of its pods starts",
                    "Add CIDRs of " + family + " to the pool, or choose another one with ipam.cilium.io/"
                            + (family == Family.IPV4 ? "ipv4" : "ipv6") + "-pool.");
        }
    }

    private void keys(String where, Map<String, String> annotations) {
        PoolChoice.ignored(annotations)
                .forEach(ignored -> add(
                        Severity.WARNING,
                        "ANNOTATION_IGNORED",
                        "the annotation " + ignored.key() + " of " + where
                                + " looks like a choice of pool, but Cilium ignores it",
                        ignored.meant().map(key -> "Use " + key + ".").orElse("Remove it.")));
    }
}
