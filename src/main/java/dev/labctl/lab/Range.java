package dev.labctl.lab;

import java.util.List;

/** A count that may vary between runs, with inclusive bounds. */
public record Range(int min, int max) {
    public static Range exactly(int count) {
        return new Range(count, count);
    }

    /** From the least to the most of several, of which there is at least one. */
    public static Range over(List<Range> ranges) {
        return new Range(
                ranges.stream().mapToInt(Range::min).min().orElseThrow(),
                ranges.stream().mapToInt(Range::max).max().orElseThrow());
    }

    public boolean contains(int count) {
        return min <= count && count <= max;
    }

    @Override
    public String toString() {
        return min == max ? Integer.toString(min) : min + " to " + max;
    }
}
