package dev.labctl.yaml;

import dev.labctl.tree.CompactMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys that the mappings of a text have: those of a list of objects have the same ones again and again. */
final class Shapes {
    /** The values of larger maps are found by hashes. */
    private static final int SMALL = 24;

    private final Map<List<String>, String[]> known = new HashMap<>();

    /** A map that cannot be changed. */
    Map<String, Object> map(List<String> keys, List<Object> values) {
        if (keys.size() > SMALL) {
            return open(keys, values);
        }
        String[] shape = known.get(keys);
        if (shape == null) {
            if (new HashSet<>(keys).size() < keys.size()) {
                return open(keys, values);
            }
            shape = keys.toArray(String[]::new);
            known.put(keys, shape);
        }
        return new CompactMap(shape, values.toArray());
    }

    /** A map that can be changed; of several values of a key the last one counts. */
    static Map<String, Object> open(List<String> keys, List<Object> values) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            map.put(keys.get(i), values.get(i));
        }
        return map;
    }
}
