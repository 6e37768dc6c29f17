package dev.labctl.output.text;

import dev.labctl.output.text.Style.Colour;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Rows of aligned cells below a heading, where nothing is cut off: a first cell that leaves no room for the others has a
 * line of its own, and they come below it; a last one that is too long goes on below itself.
 */
final class TextTable {
    private static final String INDENT = "  ";
    private static final String GAP = "  ";

    private static final int SHORTEST_BAR = 10;

    /** A last column may be made as narrow as this before anything else gives way. */
    private static final int NARROW = 20;

    private final Style style;
    private final List<Column> columns;
    private final List<List<Span>> rows = new ArrayList<>();

    /** A table with columns of these labels, of which the first is the heading; see {@link Column#of}. */
    TextTable(Style style, String... labels) {
        this.style = style;
        this.columns = Column.of(labels);
    }

    /**
     * Adds a row.
     *
     * @param cells spans, or values that are shown as their texts; the first is the one that may get a line of its own, and
     *     cells at the end may be left out
     */
    void row(Object... cells) {
        List<Span> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell instanceof Span span ? span : Span.of(String.valueOf(cell)));
        }
        while (row.size() < columns.size()) {
            row.add(Span.EMPTY);
        }
        rows.add(row);
    }

    /** The lines of a table that is made with bars as wide as its other columns allow. */
    static List<String> withBars(Style style, IntFunction<TextTable> table) {
        TextTable narrow = table.apply(SHORTEST_BAR);
        // Where a row does not fit into a line, its first cell has one of its own.
        int taken = narrow.width() <= style.width() ? narrow.width() : narrow.heading() + narrow.rest();
        int bar = SHORTEST_BAR + Math.max(0, style.width() - taken);
        return table.apply(Math.min(bar, AddressBar.LONGEST)).evenLines();
    }

    /** The columns that the table takes, if every row is one line. */
    private int width() {
        return Math.max(heading(), INDENT.length() + widest(0)) + rest();
    }

    private int heading() {
        return columns.get(0).label().length();
    }

    private int widest(int column) {
        return rows.stream().mapToInt(row -> row.get(column).width()).max().orElse(0);
    }

    private int rest() {
        int width = 0;
        for (int i = 1; i < columns.size(); i++) {
            width += GAP.length() + width(i);
        }
        return width;
    }

    private int width(int column) {
        int widest = Math.max(columns.get(column).label().length(), widest(column));
        return last(column) ? Math.min(widest, NARROW) : widest;
    }

    private boolean last(int column) {
        return column == columns.size() - 1 && !columns.get(column).number();
    }

    /** The lines, where every first cell that is too long has one of its own. */
    List<String> lines() {
        int room = Math.max(heading(), style.width() - rest()) - INDENT.length();
        return lines(rows.stream()
                .mapToInt(row -> row.get(0).width())
                .filter(length -> length <= room)
                .max()
                .orElse(0));
    }

    /** The lines, where all first cells have one of their own if one needs it. */
    List<String> evenLines() {
        return lines(width() <= style.width() ? widest(0) : 0);
    }

    private List<String> lines(int widestFirst) {
        int first = Math.max(heading(), INDENT.length() + widestFirst);
        List<String> lines = new ArrayList<>();
        List<Span> labels = columns.stream()
                .map(column -> Span.of(style, Colour.FAINT, column.label()))
                .toList();
        lines.add(line(Span.of(style, Colour.BOLD, columns.get(0).label()).left(first), labels));
        for (List<Span> row : rows) {
            Span name = Span.of(INDENT).then(row.get(0));
            if (name.width() > first) {
                lines.add(name.painted());
                name = Span.EMPTY;
            }
            lines.addAll(row(name.left(first), row));
        }
        return lines;
    }

    private List<String> row(Span first, List<Span> row) {
        int last = columns.size() - 1;
        if (!last(last)) {
            return List.of(line(first, row));
        }
        int before = first.width() + rest() - width(last);
        List<String> parts = Paragraph.lines(row.get(last).text(), Math.max(NARROW, style.width() - before));
        List<String> lines = new ArrayList<>();
        List<Span> cells = new ArrayList<>(row);
        for (String part : parts) {
            cells.set(last, Span.of(part));
            lines.add(lines.isEmpty() ? line(first, cells) : " ".repeat(before) + part);
        }
        return lines;
    }

    private String line(Span first, List<Span> row) {
        Span line = first;
        for (int i = 1; i < columns.size(); i++) {
            Span cell = row.get(i);
            line = line.then(Span.of(GAP)).then(columns.get(i).number() ? cell.right(width(i)) : cell.left(width(i)));
        }
        return line.painted().stripTrailing();
    }
}
