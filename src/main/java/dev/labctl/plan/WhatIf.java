package dev.labctl.plan;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.workload.NodeShape;
import dev.labctl.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * Hypothetical changes to a lab.
 *
 * @param nodes how many the cluster has in all; further ones are workers without labels of their own
 * @param replicas by workload, {@code NAME} or {@code NAMESPACE/NAME}
 * @param values laid over the lab's values
 */
public record WhatIf(OptionalInt nodes, Map<String, Integer> replicas, Map<String, Object> values) {
    public static final WhatIf NOTHING = new WhatIf(OptionalInt.empty(), Map.of(), Map.of());

    /** The most nodes that a plan is made for; Kubernetes itself is made for 5,000. */
    public static final int MAX_NODES = 10_000;

    /**
     * The nodes, or as many of them, or further ones after them.
     *
     * @param further the worker of a number, from 1, if the lab does not have it
     */
    List<NodeShape> resize(List<NodeShape> own, LongFunction<NodeShape> further) {
        if (nodes.isEmpty()) {
            return own;
        }
        int count = nodes.getAsInt();
        if (count < 1 || count > MAX_NODES) {
            throw new FailureException(
                    Reason.USAGE,
                    count + " nodes are not a valid number",
                    "Give --nodes a number from 1 to " + MAX_NODES + ".");
        }
        List<NodeShape> resized = new ArrayList<>(own.subList(0, Math.min(count, own.size())));
        long workers = resized.stream().filter(node -> !node.controlPlane()).count();
        while (resized.size() < count) {
            workers++;
            resized.add(further.apply(workers));
        }
        return resized;
    }

    /** The workloads with the numbers of pods that are asked for. */
    List<WorkloadSpec> scale(List<WorkloadSpec> own) {
        for (String name : replicas.keySet()) {
            if (own.stream().noneMatch(workload -> isCalled(workload, name))) {
                throw unknown(name, own);
            }
        }
        return own.stream().map(this::scale).toList();
    }

    private WorkloadSpec scale(WorkloadSpec workload) {
        return replicas.entrySet().stream()
                .filter(wanted -> isCalled(workload, wanted.getKey()))
                .findFirst()
                .map(wanted -> workload.scaledTo(wanted.getValue()))
                .orElse(workload);
    }

    private static boolean isCalled(WorkloadSpec workload, String name) {
        return name.equals(workload.name()) || name.equals(workload.namespace() + "/" + workload.name());
    }

    private static RuntimeException unknown(String name, List<WorkloadSpec> own) {
        String names = own.stream()
                .map(workload -> workload.namespace() + "/" + workload.name())
                .collect(Collectors.joining(", "));
        String known = own.isEmpty() ? "The lab has no workloads." : "The lab has " + names + ".";
        return new FailureException(
                Reason.USAGE, "--replicas " + name + ": the lab has no workload of that name", known);
    }
}
