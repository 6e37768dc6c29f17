package dev.labctl.output.picture;

import dev.labctl.output.text.Printable;
import dev.labctl.redaction.Redaction;

/**
 * An SVG picture as it grows: elements in the order in which they are added, one a line, all text escaped. The look of an
 * element follows from its kind, a class of the style sheet.
 */
public final class Svg {
    /** A letter's width, in parts of the font's size: as wide as in the widest of the usual fonts. */
    private static final double LETTER = 0.62;

    private final StringBuilder elements = new StringBuilder();

    static double width(String text, double size) {
        return text.length() * size * LETTER;
    }

    /** The text, or its beginning where it is wider than there is room. */
    static String fit(String text, double size, double room) {
        int letters = (int) Math.max(1, room / (size * LETTER));
        return text.length() <= letters ? text : text.substring(0, letters - 1) + "…";
    }

    Svg rect(String kind, double x, double y, double width, double height) {
        return add("<rect class=\"" + kind + "\"" + place(x, y, width, height) + "/>");
    }

    /** A rectangle that says what it is: browsers show its title where the pointer rests. */
    Svg rect(String kind, double x, double y, double width, double height, String title) {
        return add("<rect class=\"" + kind + "\"" + place(x, y, width, height) + "><title>" + escaped(title)
                + "</title></rect>");
    }

    /**
     * A rectangle that can be gone to by keyboard. A page shows its words, a line of text at a place of their own, while
     * the cell has the focus or the pointer rests on it.
     */
    Svg cell(String kind, double x, double y, double width, double height, String words, double wordsX, double wordsY) {
        add("<g class=\"cell\" tabindex=\"0\" role=\"img\" aria-label=\"" + escaped(words) + "\">");
        rect(kind, x, y, width, height);
        text("tip", wordsX, wordsY, words);
        return add("</g>");
    }

    private static String place(double x, double y, double width, double height) {
        return " x=\"" + number(x) + "\" y=\"" + number(y) + "\" width=\"" + number(width) + "\" height=\""
                + number(height) + "\"";
    }

    /** A line of text; {@code y} is its base line. */
    Svg text(String kind, double x, double y, String text) {
        return add("<text class=\"" + kind + "\" x=\"" + number(x) + "\" y=\"" + number(y) + "\">" + escaped(text)
                + "</text>");
    }

    /** A line of text with an end that looks otherwise. */
    Svg text(String kind, double x, double y, String text, String endKind, String end) {
        return add("<text class=\"" + kind + "\" x=\"" + number(x) + "\" y=\"" + number(y) + "\">" + escaped(text)
                + "<tspan class=\"" + endKind + "\">" + escaped(end) + "</tspan></text>");
    }

    /** A closed shape through points, given as x and y in turn. */
    Svg polygon(String kind, double... points) {
        StringBuilder text = new StringBuilder();
        for (double point : points) {
            text.append(text.length() == 0 ? "" : " ").append(number(point));
        }
        return add("<polygon class=\"" + kind + "\" points=\"" + text + "\"/>");
    }

    private Svg add(String element) {
        elements.append(element).append('\n');
        return this;
    }

    /**
     * The picture.
     *
     * @param role {@code img}; {@code group} where parts of it can be gone to
     * @param title what it shows, for screen readers
     * @param description what can be read from it, for screen readers
     * @param style CSS and what goes with it
     */
    String document(double width, double height, String role, String title, String description, String style) {
        String size = number(width) + "\" height=\"" + number(height);
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plan\" role=\"" + role
                + "\" aria-labelledby=\"plan-title"
                + " plan-desc\" viewBox=\"0 0 " + number(width) + " " + number(height) + "\" width=\"" + size + "\">\n"
                + "<title id=\"plan-title\">" + escaped(title) + "</title>\n"
                + "<desc id=\"plan-desc\">" + escaped(description) + "</desc>\n"
                + style + "<rect class=\"page\" x=\"0\" y=\"0\" width=\"" + size + "\"/>\n" + elements + "</svg>\n";
    }

    /** With at most two decimals, and none that say nothing. */
    static String number(double value) {
        long hundredths = Math.round(value * 100);
        return hundredths % 100 == 0 ? String.valueOf(hundredths / 100) : String.valueOf(hundredths / 100.0);
    }

    /** Text without secrets as it stands in XML 1.0; a character that cannot stand there, or acts on a terminal, is replaced. */
    public static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        Redaction.SHOWN.text(text).codePoints().forEach(character -> {
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(allowed(character) ? character : '\uFFFD');
            }
        });
        return escaped.toString();
    }

    private static boolean allowed(int character) {
        boolean ascii = character >= ' ' && character < 0x7F;
        boolean surrogate = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
        boolean none = surrogate || character == 0xFFFE || character == 0xFFFF;
        return ascii || (!none && Printable.is(Character.toString(character)));
    }
}
