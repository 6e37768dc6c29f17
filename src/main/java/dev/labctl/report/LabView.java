package dev.labctl.report;

import dev.labctl.addresses.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One lab as it was resolved.
 *
 * @param files its files and where each was found
 * @param settings the effective settings, for the reader
 * @param values Cilium's values as they reach it, a line per setting, each with where it comes from
 * @param valuesTree the same as a tree
 * @param findings what the files show by themselves
 */
public record LabView(
        String title,
        String summary,
        List<File> files,
        Map<String, String> settings,
        List<Value> values,
        Map<String, Object> valuesTree,
        List<String> objects,
        List<Finding> findings)
        implements Result {
    public record File(String path, String origin) {}

    /** One setting by its dotted path; its origin is a file with its line, or who else sets it. */
    public record Value(String path, Object value, String origin) {}

    @Override
    public Map<String, Object> tree() {
        Map<String, Object> origins = new LinkedHashMap<>();
        values.forEach(value -> origins.put(value.path(), value.origin()));
        return ViewTree.of(
                "title", title,
                "summary", summary,
                "files", files,
                "settings", settings,
                "values", valuesTree,
                "valueOrigins", origins,
                "objects", objects,
                "findings", findings);
    }
}
