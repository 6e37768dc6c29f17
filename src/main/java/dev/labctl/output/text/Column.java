package dev.labctl.output.text;

import java.util.List;
import java.util.stream.Stream;

/** A column of a table; numbers are set to the right. */
public record Column(String label, boolean number) {
    /** Columns by their labels; those of numbers begin with {@code #}. */
    public static List<Column> of(String... labels) {
        return Stream.of(labels)
                .map(label -> new Column(label.replace("#", ""), label.startsWith("#")))
                .toList();
    }
}
