package dev.labctl.steps;

import java.util.List;
import java.util.Map;

/** Lines of containers' logs, oldest first. */
public record LogView(List<Line> lines) implements Result {
    /**
     * One line.
     *
     * @param text begins with the time at which it was written
     */
    public record Line(String pod, String text) {}

    public LogView {
        lines = List.copyOf(lines);
    }

    @Override
    public Map<String, Object> tree() {
        return Map.of(
                "lines",
                lines.stream()
                        .map(line -> Result.ordered("pod", line.pod(), "text", line.text()))
                        .toList());
    }
}
