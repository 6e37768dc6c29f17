package dev.labctl.logs;

import dev.labctl.cluster.Container;
import dev.labctl.kubernetes.LogRange;
import dev.labctl.report.LogView;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Polls logs and returns each line once. The server accepts times in seconds only, so it returns the lines of the last second
 * again; they are recognised by their times, which have nanoseconds, and their texts.
 */
public final class LogFollower {
    private final LogReader reader;
    private final List<PodChoice> choices;
    private final LogRange first;
    private final Consumer<String> progress;
    private final Map<LogView.Source, Read> reads = new LinkedHashMap<>();
    private boolean started;

    /** The time of the last line that was read, if any; the lines with that time, and the restarts at it. */
    private record Read(Optional<Instant> at, Set<String> texts, long restarts) {
        boolean isNew(LogView.Line line) {
            return at.isEmpty()
                    || line.at().isAfter(at.get())
                    || (line.at().equals(at.get()) && !texts.contains(line.text()));
        }

        Read after(List<LogView.Line> lines, long restartsNow) {
            if (lines.isEmpty()) {
                return new Read(at, texts, restartsNow);
            }
            Instant last = lines.get(lines.size() - 1).at();
            Set<String> same = lines.stream()
                    .filter(line -> line.at().equals(last))
                    .map(LogView.Line::text)
                    .collect(Collectors.toSet());
            if (at.filter(last::equals).isPresent()) {
                same.addAll(texts);
            }
            return new Read(Optional.of(last), same, restartsNow);
        }
    }

    /** Follows containers from that range of lines on; {@code progress} receives each pod that joins or leaves. */
    public LogFollower(LogReader reader, List<PodChoice> choices, LogRange first, Consumer<String> progress) {
        this.reader = reader;
        this.choices = choices;
        this.first = first;
        this.progress = progress;
    }

    /** The lines since the last call; where a container has no lines yet, those after {@code now} are new. */
    public LogView next(Instant now) {
        Map<LogView.Source, Container> sources = reader.sources(choices);
        Set<String> before = pods(reads.keySet());
        Set<String> there = pods(sources.keySet());
        if (started) {
            there.stream().filter(pod -> !before.contains(pod)).forEach(pod -> progress.accept(pod + " joined"));
            before.stream().filter(pod -> !there.contains(pod)).forEach(pod -> progress.accept(pod + " left"));
        }
        reads.keySet().retainAll(sources.keySet());
        Map<LogView.Source, List<LogView.Line>> logs = new LinkedHashMap<>();
        sources.forEach((source, state) -> logs.put(source, news(source, state, now)));
        started = true;
        return LogView.of(logs);
    }

    private static Set<String> pods(Set<LogView.Source> sources) {
        return sources.stream()
                .map(source -> "Pod " + source.namespace() + "/" + source.pod())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<LogView.Line> news(LogView.Source source, Container state, Instant now) {
        Read read = reads.get(source);
        if (!state.hasStarted()) {
            reads.putIfAbsent(source, new Read(Optional.empty(), Set.of(), state.restarts()));
            return List.of();
        }
        if (read == null) {
            // All lines of a pod that joins are new.
            LogRange range = started ? LogRange.ALL : first;
            List<LogView.Line> lines = LogReader.timed(source, reader.lines(source, range));
            Read start = new Read(started ? Optional.empty() : Optional.of(now), Set.of(), state.restarts());
            reads.put(source, lines.isEmpty() ? start : start.after(lines, state.restarts()));
            return lines;
        }
        LogRange range = read.at().map(LogRange::since).orElse(LogRange.ALL);
        Stream<String> before =
                state.restarts() > read.restarts() ? reader.lines(source, range.ofPrevious()) : Stream.empty();
        Stream<String> texts = Stream.concat(before, reader.lines(source, range));
        List<LogView.Line> fresh =
                LogReader.timed(source, texts).stream().filter(read::isNew).toList();
        reads.put(source, read.after(fresh, state.restarts()));
        return fresh;
    }
}
