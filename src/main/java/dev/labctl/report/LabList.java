package dev.labctl.report;

import dev.labctl.lab.LabRef;
import java.util.List;
import java.util.Map;

/** All chapters with their labs. */
public record LabList(String folder, List<Entry> labs) implements Result {
    /** One lab; the title is empty where it has none. */
    public record Entry(LabRef ref, String title) {}

    @Override
    public Map<String, Object> tree() {
        return ViewTree.of("folder", folder, "labs", ViewTree.list(labs, LabList::tree));
    }

    private static Map<String, Object> tree(Entry entry) {
        Map<String, Object> tree = ViewTree.of(entry.ref());
        tree.put("title", entry.title());
        return tree;
    }
}
