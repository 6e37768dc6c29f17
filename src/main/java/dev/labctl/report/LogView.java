package dev.labctl.report;

import java.util.List;
import java.util.Map;

/**
 * Lines of containers' logs, oldest first.
 *
 * @param sources all containers that were read, also those without a line
 */
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
     * @param text begins with the time at which it was written
     */
    public record Line(Source source, String text) {}

    public LogView {
        sources = List.copyOf(sources);
        lines = List.copyOf(lines);
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
