package dev.labctl.workload;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the scheduler reports about a pod that fits no node (Kubernetes 1.33 {@code pkg/scheduler/framework/types.go}). */
public final class SchedulingFailure {
    private SchedulingFailure() {}

    /**
     * The text of the event {@code FailedScheduling}, without what follows on preemption.
     *
     * @param refusals why each node refuses the pod
     */
    public static String text(List<String> refusals) {
        return available(refusals, refusals.size());
    }

    /** The text with what follows on preemption. */
    public static String withPreemption(List<String> refusals) {
        List<String> preemption = refusals.stream()
                .map(refusal -> SchedulingConstraints.preemptible(refusal)
                        ? "No preemption victims found for incoming pod"
                        : "Preemption is not helpful for scheduling")
                .toList();
        return text(refusals) + " preemption: " + available(preemption, refusals.size());
    }

    /** As {@code FitError} does it: the counts with their reasons as texts, in the order of texts. */
    private static String available(List<String> reasons, int nodes) {
        Map<String, Integer> counts = new TreeMap<>();
        reasons.forEach(reason -> counts.merge(reason, 1, Integer::sum));
        return "0/" + nodes + " nodes are available: "
                + counts.entrySet().stream()
                        .map(reason -> reason.getValue() + " " + reason.getKey())
                        .sorted()
                        .collect(Collectors.joining(", "))
                + ".";
    }
}
