package dev.labctl.process;

import java.util.function.Consumer;

/**
 * Splits a stream of characters into lines. Lines end as in {@link String#lines}: with a line feed, a carriage return (used by
 * progress bars), or both. A line longer than the limit is reported in parts.
 */
final class LineSplitter {
    private final int limit;
    private final Consumer<String> lines;
    private final StringBuilder line = new StringBuilder();
    private boolean afterReturn;

    /** @param limit the length of the longest line that is reported in one part; at least a surrogate pair's */
    LineSplitter(int limit, Consumer<String> lines) {
        if (limit < 2) {
            throw new IllegalArgumentException("the limit is too small for one character: " + limit);
        }
        this.limit = limit;
        this.lines = lines;
    }

    void feed(char[] text, int count) {
        for (int i = 0; i < count; i++) {
            feed(text[i]);
        }
    }

    /** Reports the last line if it has no line end. */
    void end() {
        if (line.length() > 0) {
            report(line.length());
        }
    }

    private void feed(char c) {
        boolean afterCarriageReturn = afterReturn && c == '\n';
        afterReturn = c == '\r';
        if (afterCarriageReturn) {
            return;
        }
        if (c == '\n' || c == '\r') {
            report(line.length());
            return;
        }
        if (line.length() == limit) {
            report(Character.isHighSurrogate(line.charAt(limit - 1)) ? limit - 1 : limit);
        }
        line.append(c);
    }

    private void report(int count) {
        String text = line.substring(0, count);
        line.delete(0, count);
        lines.accept(text);
    }
}
