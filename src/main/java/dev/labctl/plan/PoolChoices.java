package dev.labctl.plan;

import dev.labctl.ipam.Family;
import dev.labctl.ipam.MultiPoolSettings;
import dev.labctl.ipam.PoolChoice;
import dev.labctl.workload.WorkloadSpec;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Which pool the pods of each workload take their addresses from. */
final class PoolChoices {
    private final Scenario scenario;
    private final SchedulingDemand claims;
    private final List<Map<Family, String>> pools;

    PoolChoices(Scenario scenario, SchedulingDemand claims, MultiPoolSettings settings) {
        this.scenario = scenario;
        this.claims = claims;
        this.pools = IntStream.range(0, claims.size())
                .mapToObj(workload -> pools(claims.workload(workload), settings))
                .toList();
    }

    private Map<Family, String> pools(WorkloadSpec workload, MultiPoolSettings settings) {
        Map<Family, String> chosen = new EnumMap<>(Family.class);
        for (Family family : Family.values()) {
            chosen.put(
                    family,
                    PoolChoice.of(
                                    family,
                                    workload.template().annotations(),
                                    namespace(workload),
                                    settings.defaultPool())
                            .pool());
        }
        return chosen;
    }

    /** The annotations of a workload's namespace. */
    Map<String, String> namespace(WorkloadSpec workload) {
        return scenario.namespaces().getOrDefault(workload.namespace(), Map.of());
    }

    String of(int workload, Family family) {
        return pools.get(workload).get(family);
    }

    /** Whether the workload's pods take addresses at all. */
    boolean needed(int workload) {
        return !claims.workload(workload).template().hostNetwork();
    }

    /** The workloads whose pods take addresses of a pool. */
    List<Integer> choosing(String pool, Family family) {
        return IntStream.range(0, claims.size())
                .filter(this::needed)
                .filter(workload -> of(workload, family).equals(pool))
                .boxed()
                .toList();
    }
}
