package dev.labctl.steps;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a lab stands.
 *
 * @param state of the cluster, in words
 * @param nodes each with its pod CIDRs as Cilium has them
 * @param objects the lab's objects and what each lacks
 * @param limits what this cluster does not have and a real one has; none where it is real
 * @param next what to do next; empty where all is done
 */
public record StatusView(
        String state,
        String kubernetes,
        String cilium,
        List<Node> nodes,
        List<ObjectLine> objects,
        List<String> limits,
        String next)
        implements Result {
    public record Node(String name, boolean ready, List<String> podCidrs) {}

    /**
     * One object of the lab.
     *
     * @param missing empty where the object is as it should be
     */
    public record ObjectLine(String object, String missing) {}

    public StatusView {
        nodes = List.copyOf(nodes);
        objects = List.copyOf(objects);
        limits = List.copyOf(limits);
    }

    /** Of a cluster that cannot be looked into. */
    static StatusView of(String state, String next) {
        return new StatusView(state, "", "", List.of(), List.of(), List.of(), next);
    }

    @Override
    public Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("state", state);
        tree.put("kubernetes", kubernetes);
        tree.put("cilium", cilium);
        tree.put(
                "nodes",
                nodes.stream()
                        .map(node ->
                                Result.ordered("name", node.name(), "ready", node.ready(), "podCIDRs", node.podCidrs()))
                        .toList());
        tree.put(
                "objects",
                objects.stream()
                        .map(line -> Result.ordered("object", line.object(), "missing", line.missing()))
                        .toList());
        if (!limits.isEmpty()) {
            tree.put("limits", limits);
        }
        tree.put("next", next);
        return tree;
    }
}
