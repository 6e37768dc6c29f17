package dev.labctl.output;

import dev.labctl.output.Style.Colour;

/** Bars of addresses or blocks as text; each kind has a letter of its own, so that nothing is told by colour alone. */
record BarText(Style style) {
    Cell of(AddressBar bar) {
        Cell cells = Cell.of(style, Colour.YELLOW, reserved().repeat(bar.reserved()))
                .then(Cell.of(taken().repeat(bar.taken())))
                .then(Cell.of(style, Colour.FAINT, free().repeat(bar.free())));
        if (bar.over() == 0) {
            return cells;
        }
        String over = bar.cut() ? stuck().repeat(bar.over() - 1) + ">" : stuck().repeat(bar.over());
        return cells.then(Cell.of("|")).then(Cell.of(style, Colour.RED, over));
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
