package dev.labctl.logs;

import dev.labctl.report.LogView;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lines of several containers as one log. Pure. */
final class LogLines {
    private LogLines() {}

    /**
     * A line and when it was written.
     *
     * @param at of a line that does not say it: that of the line before it, which it goes on from
     */
    record Timed(LogView.Source source, Instant at, String text) {
        LogView.Line line() {
            return new LogView.Line(source, text);
        }
    }

    /** The lines of one container, oldest first. */
    static List<Timed> timed(LogView.Source source, List<String> lines) {
        List<Timed> timed = new ArrayList<>();
        Instant last = Instant.MIN;
        for (String line : lines) {
            last = time(line).orElse(last);
            timed.add(new Timed(source, last, line));
        }
        return timed;
    }

    /**
     * When a line was written, as it says at its beginning. Texts would not do: the kubelet may write fewer digits of a
     * second, or another zone.
     */
    private static Optional<Instant> time(String line) {
        int space = line.indexOf(' ');
        String word = space < 0 ? line : line.substring(0, space);
        if (word.length() < "2026-11-23T10:00Z".length() || word.charAt(4) != '-') {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(word).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** All of them by time; of the same time, container after container. */
    static List<LogView.Line> merged(Map<LogView.Source, List<Timed>> logs) {
        return logs.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Timed::at))
                .map(Timed::line)
                .toList();
    }
}
