package dev.labctl.plan;

import dev.labctl.ipam.Family;
import dev.labctl.ipam.MultiPoolSettings;
import dev.labctl.ipam.PoolChoice;
import dev.labctl.workload.WorkloadSpec;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which pool the pods of each workload take their addresses from. */
final class PoolChoices {
    private final Scenario scenario;
    private final Map<SchedulingDemand, Map<Family, String>> pools = new HashMap<>();

    PoolChoices(Scenario scenario, List<SchedulingDemand> demands, MultiPoolSettings settings) {
        this.scenario = scenario;
        for (SchedulingDemand demand : demands) {
            Map<String, String> own = demand.workload().template().annotations();
            Map<String, String> namespace = namespace(demand.workload());
            Map<Family, String> chosen = new EnumMap<>(Family.class);
            for (Family family : Family.values()) {
                PoolChoice choice = PoolChoice.of(family, own, namespace, settings.defaultPool());
                chosen.put(family, choice.pool());
            }
            pools.put(demand, chosen);
        }
    }

    /** The annotations of a workload's namespace. */
    Map<String, String> namespace(WorkloadSpec workload) {
        return scenario.namespaces().getOrDefault(workload.namespace(), Map.of());
    }

    String of(SchedulingDemand demand, Family family) {
        return pools.get(demand).get(family);
    }
}
