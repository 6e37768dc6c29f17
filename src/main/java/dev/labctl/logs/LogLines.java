package dev.labctl.logs;

import dev.labctl.report.LogView;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the times of the lines of a log. */
final class LogLines {
    private LogLines() {}

    /** The lines of one container, oldest first. */
    static List<LogView.Line> of(LogView.Source source, Stream<String> lines) {
        List<LogView.Line> timed = new ArrayList<>();
        Instant last = Instant.MIN;
        for (String line : lines.toList()) {
            last = time(line).orElse(last);
            timed.add(new LogView.Line(source, last, line));
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
}
