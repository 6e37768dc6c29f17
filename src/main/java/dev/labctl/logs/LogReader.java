package dev.labctl.logs;

import dev.labctl.cluster.Container;
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
 * Reads the current logs of containers.
 *
 * @param progress receives a message for each container without a log, with the reason
 */
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
        return LogLines.of(source, lines(source, range));
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
}
