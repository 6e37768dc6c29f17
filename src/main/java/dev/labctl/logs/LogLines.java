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

/** Merges the lines of several containers into one log. */
final class LogLines {
    private LogLines() {}

    /**
     * A line and its time.
     *
     * @param at for a line without a time, that of the line before it, which it continues
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
     * The time at the start of a line. Texts cannot be compared: the kubelet may write fewer digits, or another time zone.
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

    /** All lines by time; lines with the same time by container. */
    static List<LogView.Line> merged(Map<LogView.Source, List<Timed>> logs) {
        return logs.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Timed::at))
                .map(Timed::line)
                .toList();
    }
}
