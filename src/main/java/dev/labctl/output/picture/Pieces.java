package dev.labctl.output.picture;

import dev.labctl.output.text.PlanWords;
import java.util.List;

/** Draws addresses that are too many for a cell each: all of a kind as one piece, to scale but for what could not be seen. */
final class Pieces {
    /** Each kind is at least as wide. */
    static final double SLIVER = 4;

    /**
     * Neighbouring addresses of one kind.
     *
     * @param kind of rectangle
     * @param word for one of them
     * @param title what one is
     */
    record Part(String kind, String word, String title, long count) {}

    private Pieces() {}

    /**
     * Draws from the left margin on, and returns where it ends.
     *
     * @param scale the width of an address
     */
    static double draw(Svg svg, List<Part> parts, double y, double height, double scale) {
        long all = parts.stream().mapToLong(Part::count).sum();
        double least =
                parts.stream().filter(part -> part.count() * scale < SLIVER).count() * SLIVER;
        double rest = parts.stream()
                .filter(part -> part.count() * scale >= SLIVER)
                .mapToDouble(Part::count)
                .sum();
        double width = Math.max(all * scale, 10 * SLIVER);
        double x = PlanSvg.MARGIN;
        for (Part part : parts) {
            double piece = part.count() * scale < SLIVER ? SLIVER : (width - least) * part.count() / rest;
            String words = PlanWords.grouped(part.count()) + " " + part.word() + (part.count() == 1 ? "" : "s");
            svg.rect(part.kind(), x, y, piece, height, part.count() == 1 ? part.title() : words);
            if (Svg.width(words, 10.5) + 8 < piece) {
                svg.text("small mid " + ink(part.kind()), x + piece / 2, y + height / 2 + 4, words);
            }
            x += piece;
        }
        svg.rect("frame", PlanSvg.MARGIN, y, x - PlanSvg.MARGIN, height);
        return x;
    }

    /** The kind of text that can be read on a kind of rectangle. */
    static String ink(String kind) {
        return kind.equals("pod") ? "onDark" : kind.equals("reserved") ? "onLight" : "";
    }
}
