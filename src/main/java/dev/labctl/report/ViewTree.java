package dev.labctl.report;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.IpAddress;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Values as JSON and YAML show them: a record is a map of its components, a constant of an enum its name in lower case with
 * dashes unless it has a text of its own, an empty Optional null, and what is neither number, flag, list nor map its text.
 */
public final class ViewTree {
    private ViewTree() {}

    /** A map that keeps the order in which its entries are given: {@link Map#of} has another one in every JVM. */
    public static Map<String, Object> of(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], value(keysAndValues[i + 1]));
        }
        return map;
    }

    /** What could not be observed, as an entry of its own; none where everything could. */
    static Map<String, Object> notes(List<String> notes) {
        return notes.isEmpty() ? Map.of() : of("notes", notes);
    }

    /** Each item as a tree. */
    static <T> List<Object> list(Collection<T> items, Function<T, Map<String, Object>> tree) {
        return items.stream().<Object>map(tree).toList();
    }

    /** A constant as JSON has it, such as {@code half-made}. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Object value(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(ViewTree::value).orElse(null);
        }
        if (value instanceof Collection<?> items) {
            List<Object> list = new ArrayList<>();
            items.forEach(item -> list.add(value(item)));
            return list;
        }
        if (value instanceof Enum<?> constant && constant.toString().equals(constant.name())) {
            return word(constant);
        }
        if (value instanceof Record record && !(value instanceof Cidr) && !(value instanceof IpAddress)) {
            return of(record);
        }
        boolean plain = value == null || value instanceof Number || value instanceof Boolean || value instanceof Map;
        return plain ? value : value.toString();
    }

    /** The components of a record. */
    public static Map<String, Object> of(Record record) {
        Map<String, Object> map = new LinkedHashMap<>();
        try {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                map.put(component.getName(), value(component.getAccessor().invoke(record)));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the components of public records can be read", e);
        }
        return map;
    }
}
