package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The instants that Kubernetes itself writes into objects, as they are kept in a file: how old the cluster was then, in
 * seconds, {@code T+42}. So the same cluster has the same file on whatever day it was made.
 */
final class Timestamps {
    private static final String AGE = "T+";
    private static final Set<String> METADATA = Set.of("creationTimestamp", "deletionTimestamp");
    private static final Set<String> STATUS =
            Set.of("lastTransitionTime", "lastUpdateTime", "startTime", "completionTime");

    private Timestamps() {}

    static Map<String, Object> toAges(Map<String, Object> object, VirtualClock time) {
        return convert(object, text -> text.startsWith(AGE) ? text : AGE + time.seconds(text));
    }

    static Map<String, Object> toInstants(Map<String, Object> object, VirtualClock time) {
        return convert(
                object,
                text -> text.startsWith(AGE) ? time.text(Long.parseLong(text.substring(AGE.length())) * 1000) : text);
    }

    private static Map<String, Object> convert(Map<String, Object> object, UnaryOperator<String> change) {
        Map<String, Object> copy = new LinkedHashMap<>(object);
        copy.computeIfPresent("metadata", (key, tree) -> convert(tree, METADATA, change));
        copy.computeIfPresent("status", (key, tree) -> convert(tree, STATUS, change));
        return copy;
    }

    private static Object convert(Object value, Set<String> keys, UnaryOperator<String> change) {
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            list.forEach(item -> copy.add(convert(item, keys, change)));
            return copy;
        }
        if (!(value instanceof Map)) {
            return value;
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        Tree.map(value)
                .forEach((key, child) -> copy.put(
                        key,
                        keys.contains(key) && child instanceof String text
                                ? change.apply(text)
                                : convert(child, keys, change)));
        return copy;
    }
}
