package dev.labctl.report;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What goes into a bug report, as it was read: whoever writes it to a file removes the secrets.
 *
 * @param versions of all programs involved, a line each
 * @param status as the command {@code status} reports it
 * @param doctor findings about the machine; empty where the cluster does not depend on it
 * @param observation empty where the cluster cannot be observed
 * @param record the ConfigMap with labctl's record; empty where there is none
 * @param logs in the order of their names
 */
public record BundleView(
        List<String> versions,
        Report status,
        Optional<Report> doctor,
        Optional<Observation> observation,
        Optional<KubeObject> record,
        List<Log> logs)
        implements Result {
    /**
     * The log of one container.
     *
     * @param name of its file, a relative path
     */
    public record Log(String name, List<String> lines) {
        public Log {
            lines = List.copyOf(lines);
        }
    }

    public BundleView {
        versions = List.copyOf(versions);
        logs = List.copyOf(logs);
    }

    /** The names of its files, in their order. */
    public List<String> names() {
        List<String> names = new ArrayList<>(List.of("versions.txt", "status.json"));
        doctor.ifPresent(there -> names.add("doctor.json"));
        record.ifPresent(there -> names.add("record.json"));
        observation.ifPresent(there -> names.add("observation.json"));
        logs.forEach(log -> names.add(log.name()));
        return names;
    }

    @Override
    public Map<String, Object> tree() {
        return Map.of("bundle", names());
    }
}
