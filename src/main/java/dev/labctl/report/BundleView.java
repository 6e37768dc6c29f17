package dev.labctl.report;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.Observation;
import java.util.LinkedHashMap;
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
    /** The log of one container, with the relative path of its file. */
    public record Log(String name, List<String> lines) {}

    /** Its files by their names, in order: a list of lines, a tree, or a report. */
    public Map<String, Object> files() {
        Map<String, Object> files = new LinkedHashMap<>();
        files.put("versions.txt", versions);
        files.put("status.json", status);
        doctor.ifPresent(report -> files.put("doctor.json", report));
        record.ifPresent(object -> files.put("record.json", object.tree()));
        observation.ifPresent(seen -> files.put("observation.json", seen.tree()));
        logs.forEach(log -> files.put(log.name(), log.lines()));
        return files;
    }

    @Override
    public Map<String, Object> tree() {
        return ViewTree.of("bundle", files().keySet());
    }
}
