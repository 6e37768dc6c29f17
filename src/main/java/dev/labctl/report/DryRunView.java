package dev.labctl.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What would be done, with the lines that do the same by hand. */
public record DryRunView(List<Line> steps) implements Result {
    /**
     * One step.
     *
     * @param detail why nothing is to be done, where that is so; empty else
     * @param commands what a reader would type; none where there is nothing to type
     */
    public record Line(String name, String detail, List<String> commands) {}

    public DryRunView {
        steps = List.copyOf(steps);
    }

    @Override
    public Map<String, Object> tree() {
        return Map.of(
                "plan",
                steps.stream()
                        .map(line -> {
                            Map<String, Object> tree = new LinkedHashMap<>();
                            tree.put("name", line.name());
                            if (!line.detail().isEmpty()) {
                                tree.put("detail", line.detail());
                            }
                            tree.put("commands", line.commands());
                            return tree;
                        })
                        .toList());
    }
}
