package dev.labctl.report;

import dev.labctl.lab.LabRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All chapters with their labs. */
public record LabList(String folder, List<Entry> labs) implements Result {
    /**
     * One lab.
     *
     * @param title empty where the lab has none
     */
    public record Entry(LabRef ref, String title) {}

    public LabList {
        labs = List.copyOf(labs);
    }

    @Override
    public Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("folder", folder);
        tree.put(
                "labs",
                labs.stream()
                        .map(entry -> {
                            Map<String, Object> lab = new LinkedHashMap<>();
                            lab.put("chapter", entry.ref().chapter());
                            lab.put("useCase", entry.ref().useCase().orElse(null));
                            lab.put("title", entry.title());
                            return lab;
                        })
                        .toList());
        return tree;
    }
}
