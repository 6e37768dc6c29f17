package dev.labctl.logs;

import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.LogRange;
import dev.labctl.report.LogView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads logs of containers as they are now.
 *
 * @param said hears of containers that have none, and why
 */
public record LogReader(KubeApi api, Consumer<String> said) {
    /** The containers that are meant, and how each is. */
    public Map<LogView.Source, ContainerState> sources(List<PodChoice> choices) {
        Map<LogView.Source, ContainerState> sources = new LinkedHashMap<>();
        for (PodChoice choice : choices) {
            for (KubeObject pod : choice.pods(api)) {
                choice.sources(pod).forEach(source -> sources.put(source, ContainerState.of(pod, source.container())));
            }
        }
        return sources;
    }

    /** What all of them wrote, by time. */
    public LogView read(Map<LogView.Source, ContainerState> sources, LogRange range) {
        Map<LogView.Source, List<LogLines.Timed>> logs = new LinkedHashMap<>();
        sources.forEach((source, state) -> {
            if (range.previous() && state.restarts() == 0) {
                said.accept(source + ": it never started again");
            } else if (!state.started()) {
                said.accept(source + ": no log yet" + (state.waiting().isEmpty() ? "" : ", " + state.waiting()));
            } else {
                logs.put(source, LogLines.timed(source, lines(source, range).toList()));
            }
        });
        return new LogView(List.copyOf(sources.keySet()), LogLines.merged(logs));
    }

    /** The lines of one container; none where it went away, or has not begun, since it was seen. */
    public Stream<String> lines(LogView.Source source, LogRange range) {
        try {
            return api.logs(source.namespace(), source.pod(), source.container(), range).stream();
        } catch (ApiException e) {
            if (e.kind() == ApiException.Kind.UNREACHABLE) {
                throw e;
            }
            said.accept(source + ": " + e.getMessage());
            return Stream.empty();
        }
    }
}
