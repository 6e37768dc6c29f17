package dev.labctl.process;

import dev.labctl.redaction.EscapeSequences;
import java.util.List;

/**
 * The output of a program on one of its streams, decoded as UTF-8; if it is too long, its beginning is dropped.
 */
public record Output(String text) {
    public static final Output EMPTY = new Output("");

    private static final int LONGEST = 400;

    public List<String> lines() {
        return text.lines().toList();
    }

    /** The last non-blank lines for the user, oldest first: without terminal colours, long lines truncated. */
    public List<String> lastLines(int count) {
        List<String> lines = plain().lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " ...")
                .toList();
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    /** The text without escape sequences: kind and the cilium CLI use colours even in pipes. */
    public String plain() {
        return EscapeSequences.removed(text);
    }
}
