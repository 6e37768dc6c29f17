package dev.labctl.logs;

import dev.labctl.cluster.Container;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.LogRange;
import dev.labctl.report.LogView;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reads the current logs of containers; {@code progress} receives the reason for each one without a log. */
public record LogReader(KubeApi api, Consumer<String> progress) {
    /** The selected containers and their states. */
    public Map<LogView.Source, Container> sources(List<PodChoice> choices) {
        Map<LogView.Source, Container> sources = new LinkedHashMap<>();
        for (PodChoice choice : choices) {
            for (KubeObject pod : choice.pods(api)) {
                choice.sources(pod).forEach(source -> sources.put(source, Container.of(pod, source.container())));
            }
        }
        return sources;
    }

    /** The lines of all containers, by time. */
    public LogView read(Map<LogView.Source, Container> sources, LogRange range) {
        Map<LogView.Source, List<LogView.Line>> logs = new LinkedHashMap<>();
        sources.forEach((source, state) -> logs.put(source, read(source, state, range)));
        return LogView.of(logs);
    }

    private List<LogView.Line> read(LogView.Source source, Container state, LogRange range) {
        if (range.previous() && state.restarts() == 0) {
            progress.accept(source + ": it was never restarted");
            return List.of();
        }
        if (!state.hasStarted()) {
            String reason = state.waitingReason();
            progress.accept(source + ": no log yet" + (reason.isEmpty() ? "" : ", " + reason));
            return List.of();
        }
        return timed(source, lines(source, range));
    }

    /** The lines of one container; none if it has been deleted or has not started. */
    public Stream<String> lines(LogView.Source source, LogRange range) {
        try {
            return api.logs(source.namespace(), source.pod(), source.container(), range).stream();
        } catch (ApiException e) {
            if (e.kind() == ApiException.Kind.UNREACHABLE) {
                throw e;
            }
            progress.accept(source + ": " + e.getMessage());
            return Stream.empty();
        }
    }

    /** The lines of one container with their times, oldest first. */
    static List<LogView.Line> timed(LogView.Source source, Stream<String> lines) {
        List<LogView.Line> timed = new ArrayList<>();
        Instant last = Instant.MIN;
        for (String line : lines.toList()) {
            last = time(line).orElse(last);
            timed.add(new LogView.Line(source, last, line));
        }
        return timed;
    }

    /** The time that begins a line. As texts, times cannot be compared: their digits and time zones vary. */
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
