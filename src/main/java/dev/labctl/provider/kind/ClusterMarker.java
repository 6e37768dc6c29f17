package dev.labctl.provider.kind;

import dev.labctl.process.RunningProcesses.Identity;
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
 * @param creator the process that began it
 */
record ClusterMarker(boolean complete, Identity creator) {
    static final String PATH = "/kind/labctl";

    ClusterMarker finished() {
        return new ClusterMarker(true, creator);
    }

    String text() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("stage", complete ? "whole" : "begun");
        lines.put("host", creator.host());
        lines.put("pid", Long.toString(creator.pid()));
        creator.started().ifPresent(instant -> lines.put("started", instant.toString()));
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
        String pid = lines.getOrDefault("pid", "");
        Identity creator = new Identity(
                lines.getOrDefault("host", ""),
                pid.matches("[0-9]{1,18}") ? Long.parseLong(pid) : -1,
                Optional.ofNullable(lines.get("started")).flatMap(ClusterMarker::instant));
        return new ClusterMarker("whole".equals(lines.get("stage")), creator);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (java.time.format.DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
