package dev.labctl.provider.kind;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A small file in the control-plane container, there from the first second of a cluster's life until its end. It says that
 * labctl made the cluster even while there is no API server to keep the record, or none that answers any more.
 *
 * @param complete whether the cluster was finished
 * @param host the machine on which it was begun
 * @param pid the process that began it
 * @param started when that process started; with the pid it names the process for ever
 */
record ClusterMarker(boolean complete, String host, long pid, Optional<Instant> started) {
    static final String PATH = "/kind/labctl";

    ClusterMarker finished() {
        return new ClusterMarker(true, host, pid, started);
    }

    String text() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("stage", complete ? "whole" : "begun");
        lines.put("host", host);
        lines.put("pid", Long.toString(pid));
        started.ifPresent(instant -> lines.put("started", instant.toString()));
        return lines.entrySet().stream()
                .map(line -> line.getKey() + "=" + line.getValue() + "\n")
                .collect(Collectors.joining());
    }

    /** Reads a mark back; a damaged one counts as begun by a process that is gone. */
    static ClusterMarker parse(String text) {
        Map<String, String> lines = new LinkedHashMap<>();
        text.lines().filter(line -> line.contains("=")).forEach(line -> {
            int equals = line.indexOf('=');
            lines.put(line.substring(0, equals), line.substring(equals + 1));
        });
        return new ClusterMarker(
                "whole".equals(lines.get("stage")),
                lines.getOrDefault("host", ""),
                Optional.ofNullable(lines.get("pid"))
                        .filter(pid -> pid.matches("[0-9]{1,18}"))
                        .map(Long::valueOf)
                        .orElse(-1L),
                Optional.ofNullable(lines.get("started")).flatMap(ClusterMarker::instant));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (java.time.format.DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
