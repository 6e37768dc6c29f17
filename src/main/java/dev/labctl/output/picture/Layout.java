package dev.labctl.output.picture;

import dev.labctl.output.text.Paragraph;
import java.util.List;

/** What the parts of a picture have in common: measures, the head, legends. */
final class Layout {
    static final double WIDTH = 960;
    static final double MARGIN = 24;
    static final double INNER = WIDTH - 2 * MARGIN;
    static final double RIGHT = WIDTH - MARGIN;

    /** The size of the smallest text. */
    static final double SMALL = 10.5;

    private static final double LEAD = 14;

    /** The average width of a letter of a sentence, in parts of the font's size. */
    private static final double LETTER = 0.56;

    private static final double SWATCH = 14;

    private Layout() {}

    /** What a kind of rectangle means. */
    record Meaning(String kind, String words) {}

    /** Draws the head, and returns where it ends. */
    static double head(Svg svg, String title, String headline, String facts) {
        double y = 46;
        svg.text("head", MARGIN, y, Svg.fit(title, 20, INNER));
        for (String line : Paragraph.lines(headline, (int) (INNER / (LEAD * LETTER)))) {
            y += 22;
            svg.text("lead", MARGIN, y, line);
        }
        y += 20;
        svg.text("faint", MARGIN, y, Svg.fit(facts, 12, INNER));
        return y;
    }

    /** Draws what the kinds mean, in as many lines as it takes, and returns where it ends. */
    static double legend(Svg svg, double y, List<Meaning> meanings) {
        double x = MARGIN;
        double line = y;
        for (Meaning meaning : meanings) {
            double width = SWATCH + 6 + Svg.width(meaning.words(), 12) + 14;
            if (x > MARGIN && x + width > RIGHT) {
                x = MARGIN;
                line += 22;
            }
            svg.rect(meaning.kind(), x, line, SWATCH, SWATCH);
            svg.rect("frame", x, line, SWATCH, SWATCH);
            svg.text("faint", x + SWATCH + 6, line + 11.5, meaning.words());
            x += width;
        }
        return line + SWATCH;
    }

    /** The kind of text that can be read on a kind of rectangle. */
    static String ink(String kind) {
        return kind.equals("pod") || kind.equals("taken") ? "onDark" : kind.equals("reserved") ? "onLight" : "";
    }
}
