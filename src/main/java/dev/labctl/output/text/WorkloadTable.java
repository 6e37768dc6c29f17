package dev.labctl.output.text;

import dev.labctl.output.text.Style.Colour;
import dev.labctl.plan.AddressPlan.WorkloadPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Workloads as text: how many pods each wants, how many of them run, and where. */
final class WorkloadTable {
    /** Of more workloads those alone are listed that have, or may have, stuck pods, and of these as many. */
    static final int MANY = 20;

    private WorkloadTable() {}

    /**
     * The lines.
     *
     * @param where a workload's pods are
     */
    static List<String> lines(List<WorkloadPlan> workloads, Function<WorkloadPlan, String> where, Style style) {
        if (workloads.isEmpty()) {
            return List.of();
        }
        boolean many = workloads.size() > MANY;
        List<WorkloadPlan> shown = workloads.stream()
                .filter(pods -> !many || pods.stuck().max() > 0)
                .sorted(Comparator.comparing(pods -> many ? -pods.stuck().max() : 0))
                .limit(MANY)
                .toList();
        TextTable table = new TextTable(style, "Pods")
                .right("wanted")
                .right("run")
                .right("stuck")
                .left("where");
        shown.forEach(pods -> table.row(cells(pods, where.apply(pods), style)));
        List<String> lines = new ArrayList<>(table.lines());
        List<WorkloadPlan> others = new ArrayList<>(workloads);
        others.removeAll(shown);
        if (!others.isEmpty()) {
            boolean run = others.stream().allMatch(pods -> pods.stuck().max() == 0);
            lines.add("  and " + others.size() + " more with " + PlanWords.wanted(others) + " pods"
                    + (run ? ", which all run" : "") + "; `-o json` has them all");
        }
        return lines;
    }

    private static List<Cell> cells(WorkloadPlan pods, String where, Style style) {
        String stuck = PlanWords.range(pods.stuck());
        Cell painted = pods.stuck().max() == 0
                ? Cell.of(stuck)
                : Cell.of(style, pods.stuck().min() == 0 ? Colour.YELLOW : Colour.RED, stuck);
        return List.of(
                Cell.of(PlanWords.name(pods)),
                Cell.of(String.valueOf(pods.wanted())),
                Cell.of(PlanWords.range(pods.running())),
                painted,
                Cell.of(where));
    }
}
