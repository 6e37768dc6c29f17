package dev.labctl.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What would be done, with the commands that do the same by hand.
 *
 * @param costs who would pay and what; none where it costs nothing
 */
public record DryRunView(List<Line> steps, List<String> costs) implements Result {
    public DryRunView {
        steps = List.copyOf(steps);
        costs = List.copyOf(costs);
    }

    /** Of what costs nothing. */
    public DryRunView(List<Line> steps) {
        this(steps, List.of());
    }

    /** One step: why there is nothing to do, or an empty detail; the equivalent commands, if any. */
    public record Line(String name, String detail, List<String> commands) {}

    /** This and another one after it. */
    DryRunView and(DryRunView next) {
        return new DryRunView(
                Stream.concat(steps.stream(), next.steps.stream()).toList(),
                Stream.concat(costs.stream(), next.costs.stream()).toList());
    }

    @Override
    public Map<String, Object> tree() {
        Map<String, Object> tree =
                ViewTree.of("plan", steps.stream().map(DryRunView::tree).toList());
        if (!costs.isEmpty()) {
            tree.put("costs", costs);
        }
        return tree;
    }

    private static Map<String, Object> tree(Line line) {
        Map<String, Object> tree = ViewTree.of(line);
        if (line.detail().isEmpty()) {
            tree.remove("detail");
        }
        return tree;
    }
}
