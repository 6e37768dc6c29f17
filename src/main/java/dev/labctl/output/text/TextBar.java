package dev.labctl.output.text;

import dev.labctl.output.text.Style.Colour;
import java.util.List;
import java.util.function.IntFunction;

/** Bars of addresses or blocks as text; each kind has a character of its own, so that no information is in the colour alone. */
record TextBar(Style style) {
    /** The most columns that a bar takes. */
    static final int LONGEST = 64;

    private static final int SHORTEST = 10;

    /**
     * The lines of a table whose bars take the width that its other columns leave.
     *
     * @param table makes it with bars of that many columns
     */
    List<String> fitted(IntFunction<TextTable> table) {
        TextTable narrow = table.apply(SHORTEST);
        int taken = narrow.width() <= style.width() ? narrow.width() : narrow.stackedWidth();
        int bar = SHORTEST + Math.max(0, style.width() - taken);
        return table.apply(Math.min(bar, LONGEST)).evenLines();
    }

    Span of(AddressBar bar) {
        Span cells = Span.of(style, Colour.YELLOW, reserved().repeat(bar.reserved()))
                .then(Span.of(taken().repeat(bar.taken())))
                .then(Span.of(style, Colour.FAINT, free().repeat(bar.free())));
        if (bar.over() == 0) {
            return cells;
        }
        String over = bar.cut() ? stuck().repeat(bar.over() - 1) + ">" : stuck().repeat(bar.over());
        return cells.then(Span.of("|")).then(Span.of(style, Colour.RED, over));
    }

    String reserved() {
        return "R";
    }

    String taken() {
        return style.unicode() ? "█" : "#";
    }

    String free() {
        return style.unicode() ? "░" : ".";
    }

    String stuck() {
        return style.unicode() ? "×" : "x";
    }
}
