package dev.labctl.output.text;

import dev.labctl.addresses.WorkloadPods;
import dev.labctl.output.text.Style.Colour;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Workloads as text: how many pods each wants, how many of them run, and where. */
final class WorkloadTable {
    /** Of more workloads those alone are listed that have, or may have, stuck pods, and of these as many. */
    static final int MANY = 20;

    private WorkloadTable() {}

    static List<String> lines(List<WorkloadPods> workloads, Style style) {
        if (workloads.isEmpty()) {
            return List.of();
        }
        boolean many = workloads.size() > MANY;
        List<WorkloadPods> shown = workloads.stream()
                .filter(workload -> !many || workload.stuck().max() > 0)
                .sorted(Comparator.comparing(
                        workload -> many ? -workload.stuck().max() : 0))
                .limit(MANY)
                .toList();
        TextTable table = new TextTable(style, "Pods")
                .right("wanted")
                .right("run")
                .right("stuck")
                .left("where");
        shown.forEach(workload -> table.row(cells(workload, style)));
        List<String> lines = new ArrayList<>(table.lines());
        List<WorkloadPods> others = new ArrayList<>(workloads);
        others.removeAll(shown);
        if (!others.isEmpty()) {
            boolean run = others.stream().allMatch(workload -> workload.stuck().max() == 0);
            lines.add("  and " + others.size() + " more with "
                    + Numbers.grouped(others.stream()
                            .mapToLong(workload -> workload.wanted())
                            .sum()) + " pods" + (run ? ", which all run" : "") + "; `-o json` shows all of them");
        }
        return lines;
    }

    private static List<Span> cells(WorkloadPods pods, Style style) {
        String stuck = Numbers.range(pods.stuck());
        Span painted = pods.stuck().max() == 0
                ? Span.of(stuck)
                : Span.of(style, pods.stuck().min() == 0 ? Colour.YELLOW : Colour.RED, stuck);
        return List.of(
                Span.of(pods.fullName()),
                Span.of(String.valueOf(pods.wanted())),
                Span.of(Numbers.range(pods.running())),
                painted,
                Span.of(pods.where()));
    }
}
