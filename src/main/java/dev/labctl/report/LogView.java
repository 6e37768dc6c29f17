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
        return Map.of(
                "lines",
                lines.stream()
                        .map(line -> Result.ordered(
                                "namespace", line.source().namespace(),
                                "pod", line.source().pod(),
                                "container", line.source().container(),
                                "text", line.text()))
                        .toList());
    }
}
