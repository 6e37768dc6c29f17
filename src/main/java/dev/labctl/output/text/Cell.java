package dev.labctl.output.text;

import dev.labctl.output.text.Style.Colour;

/**
 * A piece of a line.
 *
 * @param text what is read, which is what counts for alignment
 * @param painted the same with its colours
 */
record Cell(String text, String painted) {
    static final Cell EMPTY = of("");

    static Cell of(String text) {
        return new Cell(text, text);
    }

    static Cell of(Style style, Colour colour, String text) {
        return new Cell(text, style.paint(colour, text));
    }

    Cell then(Cell next) {
        return new Cell(text + next.text, painted + next.painted);
    }

    int width() {
        return text.length();
    }

    Cell left(int width) {
        return then(of(space(width)));
    }

    Cell right(int width) {
        return of(space(width)).then(this);
    }

    private String space(int width) {
        return " ".repeat(Math.max(0, width - width()));
    }
}
