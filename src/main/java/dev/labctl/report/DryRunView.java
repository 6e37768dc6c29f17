package dev.labctl.report;

import java.util.List;
import java.util.Map;

/** What would be done, with the commands that do the same by hand. */
public record DryRunView(List<Line> steps) implements Result {
    /** One step: why there is nothing to do, or an empty detail; the equivalent commands, if any. */
    public record Line(String name, String detail, List<String> commands) {}

    @Override
    public Map<String, Object> tree() {
        return ViewTree.of("plan", steps.stream().map(DryRunView::tree).toList());
    }

    private static Map<String, Object> tree(Line line) {
        Map<String, Object> tree = ViewTree.of(line);
        if (line.detail().isEmpty()) {
            tree.remove("detail");
        }
        return tree;
    }
}
