package dev.labctl.plan;

import java.util.Map;
import java.util.OptionalInt;

/**
 * Changes to a lab that are only thought of.
 *
 * @param nodes how many the cluster has in all; further ones are workers without labels of their own
 * @param replicas by workload, {@code NAME} or {@code NAMESPACE/NAME}
 * @param values laid over the lab's values
 */
public record WhatIf(OptionalInt nodes, Map<String, Integer> replicas, Map<String, Object> values) {
    public static final WhatIf NOTHING = new WhatIf(OptionalInt.empty(), Map.of(), Map.of());
}
