package dev.labctl.process;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Splits a stream of bytes into lines. Lines end as in {@link String#lines}: with a line feed, a carriage return (used by
 * progress bars), or both. A line longer than the limit is reported in parts.
 */
final class LineSplitter {
    private static final int FIRST_SIZE = 256;

    private final int limit;
    private final Consumer<String> lines;
    private byte[] line;
    private int length;
    private boolean afterReturn;

    /** @param limit the length in bytes of the longest line that is reported in one part */
    LineSplitter(int limit, Consumer<String> lines) {
        if (limit < Utf8.LONGEST) {
            throw new IllegalArgumentException("the limit is too small for one character: " + limit);
        }
        this.limit = limit;
        this.lines = lines;
        line = new byte[Math.min(FIRST_SIZE, limit)];
    }

    void feed(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            feed(bytes[i]);
        }
    }

    /** Reports the last line if it has no line end. */
    void end() {
        if (length > 0) {
            report(length);
        }
    }

    private void feed(byte b) {
        boolean afterCarriageReturn = afterReturn && b == '\n';
        afterReturn = b == '\r';
        if (afterCarriageReturn) {
            return;
        }
        if (b == '\n' || b == '\r') {
            report(length);
            return;
        }
        if (length == limit) {
            report(Utf8.completeLength(line, length));
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, Math.min(2 * length, limit));
        }
        line[length++] = b;
    }

    private void report(int count) {
        String text = new String(line, 0, count, StandardCharsets.UTF_8);
        length -= count;
        System.arraycopy(line, count, line, 0, length);
        lines.accept(text);
    }
}
