package dev.labctl.output.picture;

import dev.labctl.output.text.Numbers;
import java.util.List;

/** Draws addresses that are too many for a cell each: all of a kind as one segment, to scale but for what could not be seen. */
final class Segments {
    /** Each segment is at least as wide. */
    static final double SLIVER = 4;

    /**
     * Neighbouring addresses of one kind.
     *
     * @param kind of rectangle
     * @param word for one of them
     * @param title what one is
     */
    record Segment(String kind, String word, String title, long count) {
        private String counted() {
            return word.equals("free") ? Numbers.grouped(count) + " free" : Numbers.counted(count, word);
        }
    }

    private Segments() {}

    /**
     * Draws from the left margin on, and returns where it ends.
     *
     * @param scale the width of an address
     */
    static double draw(Svg svg, List<Segment> segments, double y, double height, double scale) {
        long all = segments.stream().mapToLong(Segment::count).sum();
        double least = segments.stream()
                        .filter(segment -> segment.count() * scale < SLIVER)
                        .count()
                * SLIVER;
        double rest = segments.stream()
                .filter(segment -> segment.count() * scale >= SLIVER)
                .mapToDouble(Segment::count)
                .sum();
        double width = Math.max(all * scale, 10 * SLIVER);
        double x = Layout.MARGIN;
        for (Segment segment : segments) {
            double piece = segment.count() * scale < SLIVER ? SLIVER : (width - least) * segment.count() / rest;
            String words = segment.counted();
            svg.rect(segment.kind(), x, y, piece, height, segment.count() == 1 ? segment.title() : words);
            if (Svg.width(words, Layout.SMALL) + 8 < piece) {
                svg.text("small mid " + Layout.ink(segment.kind()), x + piece / 2, y + height / 2 + 4, words);
            }
            x += piece;
        }
        svg.rect("frame", Layout.MARGIN, y, x - Layout.MARGIN, height);
        return x;
    }
}
