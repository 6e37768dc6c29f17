package dev.labctl.process;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Makes lines of bytes as they come. The ends are those of {@link String#lines}: a line feed, a carriage return (which
 * progress bars are drawn with), or both. A line longer than the limit is told in parts.
 */
final class LineSplitter {
    private static final int FIRST_SIZE = 256;

    private final int limit;
    private final Consumer<String> lines;
    private byte[] line;
    private int length;
    private boolean afterReturn;

    /** @param limit the bytes of the longest line that is told in one part */
    LineSplitter(int limit, Consumer<String> lines) {
        if (limit < Utf8.LONGEST) {
            throw new IllegalArgumentException("no room for one character: " + limit);
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

    /** No more bytes come: tells the last line if it has no end of its own. */
    void end() {
        if (length > 0) {
            tell(length);
        }
    }

    private void feed(byte b) {
        boolean secondHalfOfAnEnd = afterReturn && b == '\n';
        afterReturn = b == '\r';
        if (secondHalfOfAnEnd) {
            return;
        }
        if (b == '\n' || b == '\r') {
            tell(length);
            return;
        }
        if (length == limit) {
            tell(Utf8.completeLength(line, length));
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, Math.min(2 * length, limit));
        }
        line[length++] = b;
    }

    private void tell(int count) {
        String text = new String(line, 0, count, StandardCharsets.UTF_8);
        length -= count;
        System.arraycopy(line, count, line, 0, length);
        lines.accept(text);
    }
}
