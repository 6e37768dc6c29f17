package dev.labctl.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A key of Cilium's Helm chart: what the {@code values.schema.json} of the pinned version allows below it. The table beside
 * this class is made by {@code src/main/scripts/chart-values}.
 *
 * @param types those of JSON Schema; {@code map} is an object with any keys, and {@code any} is everything
 * @param values the texts that are allowed; none where all are
 * @param keys the known keys below it
 * @param items what the items of a list are
 */
record ChartKey(List<String> types, List<String> values, Map<String, ChartKey> keys, Optional<ChartKey> items) {
    private static final String OBJECT = "object";
    private static final String ITEM = "-";
    private static final Chart CHART = read();

    ChartKey {
        types = List.copyOf(types);
        values = List.copyOf(values);
        keys = Map.copyOf(keys);
    }

    private record Chart(String version, ChartKey root) {}

    /** A line of the table. */
    private record Line(int depth, String name, List<String> types, List<String> values) {
        static Line of(String line) {
            List<String> words = List.of(line.strip().split(" ", -1));
            return new Line(
                    line.indexOf(words.get(0)) / 2,
                    words.get(0),
                    List.of(words.get(1).split("\\|", -1)),
                    words.stream().skip(2).map(word -> word.substring(1)).toList());
        }
    }

    /** All values of the chart. */
    static ChartKey root() {
        return CHART.root;
    }

    /** The version of the chart. */
    static String version() {
        return CHART.version;
    }

    /** Whether there may be keys below it that are not known. */
    boolean open() {
        return !types.contains(OBJECT);
    }

    boolean allows(String type) {
        return types.contains(type) || types.contains("any");
    }

    /** Whether it has keys, all of which are known: without a value, the chart lacks the defaults of all of them. */
    boolean needsKeys() {
        return types.equals(List.of(OBJECT));
    }

    /** The dotted paths of all known keys below it. */
    List<String> paths() {
        List<String> paths = new ArrayList<>();
        collect("", paths);
        return paths;
    }

    private void collect(String prefix, List<String> paths) {
        keys.forEach((name, key) -> {
            paths.add(prefix + name);
            key.collect(prefix + name + ".", paths);
        });
    }

    private static Chart read() {
        try (InputStream in = Objects.requireNonNull(ChartKey.class.getResourceAsStream("cilium-values.txt"))) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
            Deque<Line> rest =
                    new ArrayDeque<>(lines.stream().skip(1).map(Line::of).toList());
            String version = lines.get(0).substring("version ".length());
            return new Chart(version, below(-1, List.of(OBJECT), List.of(), rest));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ChartKey below(int depth, List<String> types, List<String> values, Deque<Line> rest) {
        Map<String, ChartKey> keys = new LinkedHashMap<>();
        Optional<ChartKey> items = Optional.empty();
        while (!rest.isEmpty() && rest.peek().depth > depth) {
            Line line = rest.poll();
            ChartKey key = below(line.depth, line.types, line.values, rest);
            if (line.name.equals(ITEM)) {
                items = Optional.of(key);
            } else {
                keys.put(line.name, key);
            }
        }
        return new ChartKey(types, values, keys, items);
    }
}
