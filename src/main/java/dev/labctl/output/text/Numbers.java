package dev.labctl.output.text;

import dev.labctl.lab.Range;

/** Counts in words. */
public final class Numbers {
    private Numbers() {}

    /** {@code 65,536}. */
    public static String grouped(long count) {
        StringBuilder digits = new StringBuilder(String.valueOf(count));
        for (int i = digits.length() - 3; i > 0; i -= 3) {
            digits.insert(i, ',');
        }
        return digits.toString();
    }

    /** {@code 1 node}, {@code 1,000 nodes}. */
    public static String counted(long count, String thing) {
        return grouped(count) + " " + thing + (count == 1 ? "" : "s");
    }

    /** {@code none}, {@code 1,000}. */
    static String orNone(long count) {
        return count == 0 ? "none" : grouped(count);
    }

    /** {@code 4}, {@code 1-4}. */
    static String range(Range range) {
        return range.min() == range.max() ? String.valueOf(range.min()) : range.min() + "-" + range.max();
    }
}
