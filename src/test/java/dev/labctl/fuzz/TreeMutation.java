package dev.labctl.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Changes one place of a tree of maps and lists, which it copies first. */
final class TreeMutation {
    /** A place of a tree: a key of a map or an index of a list. */
    private record Place(Object container, Object key) {
        @SuppressWarnings("unchecked") // the copies that are changed here have no narrower types
        Map<Object, Object> map() {
            return (Map<Object, Object>) container;
        }

        @SuppressWarnings("unchecked")
        List<Object> list() {
            return (List<Object>) container;
        }

        boolean inMap() {
            return container instanceof Map;
        }

        Object value() {
            return inMap() ? map().get(key) : list().get((Integer) key);
        }

        void put(Object value) {
            if (inMap()) {
                map().put(key, value);
            } else {
                list().set((Integer) key, value);
            }
        }

        void remove() {
            if (inMap()) {
                map().remove(key);
            } else {
                list().remove(((Integer) key).intValue());
            }
        }

        /** An item before it, or an entry beside it. */
        void addBeside(Object value, String name) {
            if (inMap()) {
                map().put(name, value);
            } else {
                list().add((Integer) key, value);
            }
        }
    }

    private TreeMutation() {}

    /** A copy of the tree in which one place is changed; the tree must not be empty. */
    static Object of(Object tree, Random random) {
        Object copy = copy(tree);
        List<Place> places = new ArrayList<>();
        collect(copy, places);
        Place place = places.get(random.nextInt(places.size()));
        switch (random.nextInt(10)) {
            case 0 -> place.put(null);
            case 1 -> place.remove();
            case 2 -> place.addBeside(HostileValues.any(random), HostileValues.key(random));
            case 3 -> place.addBeside(null, HostileValues.key(random));
            case 4 -> place.put(copy(places.get(random.nextInt(places.size())).value()));
            case 5 -> wrap(place, random);
            default -> place.put(HostileValues.any(random));
        }
        return copy;
    }

    private static void wrap(Place place, Random random) {
        List<Object> list = new ArrayList<>();
        list.add(place.value());
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put(HostileValues.key(random), place.value());
        place.put(random.nextBoolean() ? list : map);
    }

    private static void collect(Object tree, List<Place> places) {
        if (tree instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                places.add(new Place(map, key));
                collect(value, places);
            });
        } else if (tree instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                places.add(new Place(list, i));
                collect(list.get(i), places);
            }
        }
    }

    private static Object copy(Object tree) {
        if (tree instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(key, copy(value)));
            return copy;
        }
        if (tree instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(copy(item)));
            return copy;
        }
        return tree;
    }
}
