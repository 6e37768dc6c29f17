package dev.labctl.yaml;

import dev.labctl.yaml.ObjectStream.DefectException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the scalars of an {@link ObjectStream}: plain ones, quoted ones and literal blocks. What is written in another style is
 * left to {@link YamlReader}, value by value.
 */
final class BlockScalars {
    /** Longer texts are hardly ever equal. */
    private static final int SHARED_LENGTH = 64;

    private static final int SHARED_TEXTS = 100_000;

    /** How a scalar begins that is neither plain nor of a style that is read here. */
    private static final String OTHERS = "&*!{[>%@`?#";

    private final Lines lines;
    private final long max;
    private final Map<String, String> known = new HashMap<>();
    private long count;

    BlockScalars(Lines lines, long max) {
        this.lines = lines;
        this.max = max;
    }

    long count() {
        return count;
    }

    /** The same text, once. */
    String shared(String text) {
        if (text.length() > SHARED_LENGTH || known.size() >= SHARED_TEXTS) {
            return text;
        }
        String before = known.putIfAbsent(text, text);
        return before == null ? text : before;
    }

    /**
     * A scalar that begins on the present line; leads on to the next line with content.
     *
     * @param rest what the line has of it
     * @param indent of what it is the value of: all lines of the scalar have a greater one
     */
    Object read(String rest, int indent) throws IOException {
        count++;
        if (count > max) {
            throw new DefectException("there are more than " + max + " values");
        }
        char first = rest.charAt(0);
        if (first == '"') {
            boolean simple = rest.indexOf('"', 1) == rest.length() - 1 && rest.indexOf('\\') < 0;
            return simple ? onOneLine(rest) : other(rest, indent);
        }
        if (first == '\'') {
            boolean simple = rest.indexOf('\'', 1) == rest.length() - 1;
            return simple ? onOneLine(rest) : quoted(rest, indent);
        }
        if (first == '|') {
            return rest.equals("|") || rest.equals("|-") ? literal(rest.length() == 1, indent) : other(rest, indent);
        }
        if (rest.equals("{}")) {
            lines.nextContent();
            return Map.of();
        }
        if (rest.equals("[]")) {
            lines.nextContent();
            return List.of();
        }
        return OTHERS.indexOf(first) >= 0 || rest.contains(" #") ? other(rest, indent) : plain(rest, indent);
    }

    private String onOneLine(String quoted) throws IOException {
        lines.nextContent();
        return shared(quoted.substring(1, quoted.length() - 1));
    }

    private Object plain(String rest, int indent) throws IOException {
        lines.next();
        if (!continues(indent)) {
            lines.toContent();
            return mayBeOther(rest) ? PlainScalars.kubernetes(rest) : shared(rest);
        }
        Folding text = new Folding(rest);
        while (continues(indent)) {
            if (lines.keyEnd() >= 0) {
                throw new DefectException("a key is indented like the text above it");
            }
            text.add(lines.from(lines.indent()));
            lines.next();
        }
        lines.toContent();
        return text.toString();
    }

    private boolean continues(int indent) {
        return lines.indent() > indent && !lines.ended();
    }

    /** Whether a plain scalar may be anything but text; most are names, and need no closer look. */
    private static boolean mayBeOther(String text) {
        return text.charAt(0) < 'A' || text.charAt(0) == '~' || text.length() <= "false".length();
    }

    /** In single quotes, in which two of them stand for one. */
    private String quoted(String rest, int indent) throws IOException {
        Folding text = new Folding("");
        String line = rest.substring(1);
        while (true) {
            int end = closing(line);
            if (end >= 0) {
                if (end < line.length() - 1) {
                    throw new DefectException("text follows a closing quote");
                }
                text.add(line.substring(0, end));
                lines.nextContent();
                return text.toString().replace("''", "'");
            }
            text.add(line);
            lines.next();
            if (lines.ended() || (!lines.isBlank() && lines.indent() <= indent)) {
                throw new DefectException("a quote is not closed");
            }
            line = lines.from(lines.indent());
        }
    }

    private static int closing(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '\'') {
                if (i + 1 == line.length() || line.charAt(i + 1) != '\'') {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    private String literal(boolean lineBreak, int indent) throws IOException {
        lines.next();
        StringBuilder text = new StringBuilder();
        int column = -1;
        while (!lines.ended() && (lines.isBlank() || lines.indent() > indent)) {
            if (column < 0 && !lines.isBlank()) {
                column = lines.indent();
            }
            if (!lines.isBlank() && lines.indent() < column) {
                throw new DefectException("a line of a block is indented less than the first");
            }
            String line = lines.text();
            text.append(line, Math.min(Math.max(0, column), line.length()), line.length())
                    .append('\n');
            lines.next();
        }
        lines.toContent();
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '\n') {
            end--;
        }
        return text.substring(0, end) + (lineBreak && end > 0 ? "\n" : "");
    }

    private Object other(String rest, int indent) throws IOException {
        StringBuilder text = new StringBuilder("value: ").append(rest);
        lines.next();
        while (!lines.ended() && (lines.isBlank() || lines.indent() > indent)) {
            text.append('\n').append(lines.text());
            lines.next();
        }
        lines.toContent();
        List<Object> read = YamlReader.values(text.toString());
        if (read.size() == 1 && read.get(0) instanceof Map<?, ?> map && map.size() == 1) {
            return map.get("value");
        }
        throw new DefectException("a value is no valid YAML");
    }

    /** A text on several lines: a line break is a space, and each empty line a line break. */
    private static final class Folding {
        private final StringBuilder text;
        private boolean first;
        private int empty;

        Folding(String beginning) {
            text = new StringBuilder(beginning);
            first = beginning.isEmpty();
        }

        void add(String line) {
            if (first) {
                text.append(line);
                first = false;
            } else if (line.isEmpty()) {
                empty++;
            } else {
                text.append(empty == 0 ? " " : "\n".repeat(empty)).append(line);
                empty = 0;
            }
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
