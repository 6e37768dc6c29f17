package dev.labctl.report;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Lines of containers' logs, oldest first, and all containers that were read, also those without a line. */
public record LogView(List<Source> sources, List<Line> lines) implements Result {
    /** One container. */
    public record Source(String namespace, String pod, String container) {
        @Override
        public String toString() {
            return "Pod " + namespace + "/" + pod + ", container " + container;
        }
    }

    /**
     * One line.
     *
     * @param at the time at which it was written; for a line without one, that of the line before it, which it continues
     * @param text begins with that time
     */
    public record Line(Source source, Instant at, String text) {}

    /** All lines of several containers by time; lines with the same time by container. */
    public static LogView of(Map<Source, List<Line>> logs) {
        return new LogView(
                List.copyOf(logs.keySet()),
                logs.values().stream()
                        .flatMap(List::stream)
                        .sorted(Comparator.comparing(Line::at))
                        .toList());
    }

    @Override
    public Map<String, Object> tree() {
        return ViewTree.of("lines", lines.stream().map(LogView::tree).toList());
    }

    private static Map<String, Object> tree(Line line) {
        Map<String, Object> tree = ViewTree.of(line.source());
        tree.put("text", line.text());
        return tree;
    }
}
