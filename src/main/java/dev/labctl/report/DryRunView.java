package dev.labctl.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What would be done, with the commands that do the same by hand. */
public record DryRunView(List<Line> steps) implements Result {
    /**
     * One step.
     *
     * @param detail why there is nothing to do; empty otherwise
     * @param commands the equivalent commands; may be empty
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
