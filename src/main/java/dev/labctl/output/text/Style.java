package dev.labctl.output.text;

/**
 * What a stream can show.
 *
 * @param colour ANSI colours
 * @param unicode characters beyond ASCII
 * @param live whether lines can be drawn over, which takes a terminal
 * @param width in columns
 */
public record Style(boolean colour, boolean unicode, boolean live, int width) {
    public static final Style PLAIN = new Style(false, false, false, 80);

    /** Colours that keep their meaning on dark and light backgrounds; no information is in the colour alone. */
    public enum Colour {
        GREEN("32"),
        YELLOW("33"),
        RED("31"),
        FAINT("2"),
        BOLD("1");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }

    public Style withoutColour() {
        return new Style(false, unicode, live, width);
    }

    public String paint(Colour with, String text) {
        return colour && !text.isEmpty() ? "\u001B[" + with.code + "m" + text + "\u001B[0m" : text;
    }

    /** The text, or its beginning where it is wider than the given columns. */
    public String fit(String text, int columns) {
        if (text.length() <= columns) {
            return text;
        }
        return columns < 2 ? "" : text.substring(0, columns - 1) + (unicode ? "…" : "~");
    }
}
