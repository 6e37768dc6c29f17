package dev.labctl.logs;

import dev.labctl.kubernetes.LogRange;
import dev.labctl.logs.LogLines.Timed;
import dev.labctl.report.LogView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Reads logs again and again, and each line once. The server takes times by the second, so that the lines of the last
 * second come again; they are known by their times, which have nanoseconds, and their texts.
 */
public final class LogFollower {
    private final LogReader reader;
    private final List<PodChoice> choices;
    private final LogRange first;
    private final Consumer<String> said;
    private final Map<LogView.Source, Read> reads = new LinkedHashMap<>();
    private boolean begun;

    /**
     * How far a container's log was read.
     *
     * @param at the time of the last line; empty before the first
     * @param texts the lines of that time
     * @param restarts of the container by then
     */
    private record Read(Optional<Instant> at, Set<String> texts, long restarts) {
        boolean isNew(Timed line) {
            return at.isEmpty()
                    || line.at().isAfter(at.get())
                    || (line.at().equals(at.get()) && !texts.contains(line.text()));
        }

        Read after(List<Timed> lines, long restartsNow) {
            if (lines.isEmpty()) {
                return new Read(at, texts, restartsNow);
            }
            Instant last = lines.get(lines.size() - 1).at();
            Set<String> same = lines.stream()
                    .filter(line -> line.at().equals(last))
                    .map(Timed::text)
                    .collect(Collectors.toSet());
            if (at.filter(last::equals).isPresent()) {
                same.addAll(texts);
            }
            return new Read(Optional.of(last), same, restartsNow);
        }
    }

    /**
     * Follows containers.
     *
     * @param first which lines of those that are there at the beginning
     * @param said hears of pods that come and go
     */
    public LogFollower(LogReader reader, List<PodChoice> choices, LogRange first, Consumer<String> said) {
        this.reader = reader;
        this.choices = choices;
        this.first = first;
        this.said = said;
    }

    /**
     * What was written since the last time.
     *
     * @param now where a container has written nothing yet, what comes later is new
     */
    public LogView next(Instant now) {
        Map<LogView.Source, ContainerState> sources = reader.sources(choices);
        Set<String> before = pods(reads.keySet());
        Set<String> there = pods(sources.keySet());
        if (begun) {
            there.stream().filter(pod -> !before.contains(pod)).forEach(pod -> said.accept(pod + " joined"));
            before.stream().filter(pod -> !there.contains(pod)).forEach(pod -> said.accept(pod + " left"));
        }
        reads.keySet().retainAll(sources.keySet());
        Map<LogView.Source, List<Timed>> logs = new LinkedHashMap<>();
        sources.forEach((source, state) -> logs.put(source, news(source, state, now)));
        begun = true;
        return new LogView(List.copyOf(sources.keySet()), LogLines.merged(logs));
    }

    private static Set<String> pods(Set<LogView.Source> sources) {
        return sources.stream()
                .map(source -> "Pod " + source.namespace() + "/" + source.pod())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<Timed> news(LogView.Source source, ContainerState state, Instant now) {
        Read read = reads.get(source);
        if (!state.started()) {
            reads.putIfAbsent(source, new Read(Optional.empty(), Set.of(), state.restarts()));
            return List.of();
        }
        if (read == null) {
            // Of a pod that joins everything is new.
            LogRange range = begun ? LogRange.ALL : first;
            List<Timed> lines =
                    LogLines.timed(source, reader.lines(source, range).toList());
            Read start = new Read(begun ? Optional.empty() : Optional.of(now), Set.of(), state.restarts());
            reads.put(source, lines.isEmpty() ? start : start.after(lines, state.restarts()));
            return lines;
        }
        List<String> texts = new ArrayList<>();
        LogRange range = read.at().map(LogRange::since).orElse(LogRange.ALL);
        if (state.restarts() > read.restarts()) {
            reader.lines(source, range.ofPrevious()).forEach(texts::add);
        }
        reader.lines(source, range).forEach(texts::add);
        List<Timed> fresh =
                LogLines.timed(source, texts).stream().filter(read::isNew).toList();
        reads.put(source, read.after(fresh, state.restarts()));
        return fresh;
    }
}
