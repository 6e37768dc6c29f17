package dev.labctl.yaml;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/** The lines of a text, one after the other, with the indentation of each. */
final class Lines {
    private static final int LONGEST = 1 << 23;

    /** How a line begins that has a value and no key. */
    private static final String VALUES = "{[&*!|>%@`";

    private final Reader in;
    private char[] buffer = new char[1 << 16];
    private int start;
    private int filled;

    /** The present line in the buffer; its text is made when it is asked for, because many lines are passed over. */
    private int from;

    private int to;
    private String text;
    private int indent;
    private int column;
    private int number;
    private boolean ended;

    /** Before the first line. */
    Lines(Reader in) {
        this.in = in;
    }

    /** The present line without its end. */
    String text() {
        if (text == null) {
            text = new String(buffer, from, to - from);
        }
        return text;
    }

    private int length() {
        return to - from;
    }

    private char at(int index) {
        return buffer[from + index];
    }

    /** Where its content begins; -1 after the last line. */
    int indent() {
        return indent;
    }

    /** Where the value behind its key begins. */
    int column() {
        return column;
    }

    void moveTo(int valueColumn) {
        column = valueColumn;
    }

    /** From 1. */
    int number() {
        return number;
    }

    boolean ended() {
        return ended;
    }

    boolean isBlank() {
        return !ended && indent == length();
    }

    boolean isAt(int column) {
        return !ended && indent == column;
    }

    /** Whether its content is an entry of a sequence. */
    boolean isDash() {
        return !ended && indent < length() && at(indent) == '-' && (indent + 1 == length() || at(indent + 1) == ' ');
    }

    /** Where the key ends that its content begins with; -1 where it has none. */
    int keyEnd() {
        if (ended || isBlank()) {
            return -1;
        }
        char first = at(indent);
        if (first == '"' || first == '\'') {
            int quote = text().indexOf(first, indent + 1);
            return quote > 0 && isColon(quote + 1) ? quote + 1 : -1;
        }
        if (VALUES.indexOf(first) >= 0) {
            return -1;
        }
        for (int i = indent; i < length(); i++) {
            if (isColon(i)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isColon(int index) {
        return index < length() && at(index) == ':' && (index + 1 == length() || at(index + 1) == ' ');
    }

    /** The text from a column on, without the spaces around it. */
    String from(int column) {
        int first = column;
        while (first < length() && at(first) == ' ') {
            first++;
        }
        int end = length();
        while (end > first && at(end - 1) == ' ') {
            end--;
        }
        return between(first, end);
    }

    String between(int first, int end) {
        return new String(buffer, from + first, end - first);
    }

    /** Goes to the content behind a dash, as if it stood on a line of its own. */
    void passDash() {
        indent++;
        skipSpaces();
    }

    private void skipSpaces() {
        while (indent < length() && at(indent) == ' ') {
            indent++;
        }
    }

    /** Goes on to the next line with content. */
    void nextContent() throws IOException {
        next();
        toContent();
    }

    /** Goes on to a line with content, unless this is one. */
    void toContent() throws IOException {
        while (!ended && (isBlank() || at(indent) == '#' || (indent == 0 && text().startsWith("---")))) {
            next();
        }
    }

    /** Goes on to the next line. */
    void next() throws IOException {
        int end = end();
        if (end < 0) {
            ended = true;
            indent = -1;
            return;
        }
        number++;
        boolean carriageReturn = end > start && buffer[end - 1] == '\r';
        from = start;
        to = carriageReturn ? end - 1 : end;
        text = null;
        start = Math.min(end + 1, filled);
        indent = 0;
        skipSpaces();
    }

    /** Where the next line ends, which is in the buffer then; -1 where there is none. */
    private int end() throws IOException {
        int seen = 0;
        while (true) {
            for (int i = start + seen; i < filled; i++) {
                if (buffer[i] == '\n') {
                    return i;
                }
            }
            seen = filled - start;
            if (!fill()) {
                return seen > 0 ? filled : -1;
            }
        }
    }

    /** Reads on; false at the end. */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, start, buffer, 0, filled - start);
        filled -= start;
        start = 0;
        if (filled == buffer.length) {
            if (filled >= LONGEST) {
                throw new IOException("line " + (number + 1) + " has more than " + LONGEST + " characters");
            }
            buffer = Arrays.copyOf(buffer, 2 * filled);
        }
        int count = in.read(buffer, filled, buffer.length - filled);
        filled += Math.max(0, count);
        return count >= 0;
    }
}
