package dev.labctl.lab;

/** A count that may vary between runs, with inclusive bounds. */
public record Range(int min, int max) {
    public static Range exactly(int count) {
        return new Range(count, count);
    }

    public boolean contains(int count) {
        return min <= count && count <= max;
    }

    @Override
    public String toString() {
        return min == max ? Integer.toString(min) : min + " to " + max;
    }
}
