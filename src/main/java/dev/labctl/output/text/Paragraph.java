package dev.labctl.output.text;

import java.util.ArrayList;
import java.util.List;

/** Text in lines of a width. */
public final class Paragraph {
    /** Lines longer than this are hard to read, however wide the terminal. */
    private static final int LONGEST = 120;

    /** Narrower than this there are no lines at all. */
    private static final int NARROWEST = 20;

    private Paragraph() {}

    /** Words after a lead; further lines begin below the first word. */
    public static List<String> lines(Span lead, String words, Style style) {
        int width = Math.max(NARROWEST, Math.min(style.width(), LONGEST) - lead.width());
        List<String> lines = new ArrayList<>();
        for (String line : lines(words, width)) {
            lines.add((lines.isEmpty() ? lead.painted() : " ".repeat(lead.width())) + line);
        }
        return lines;
    }

    /** Breaks a text between words, and words longer than a line in themselves; the width is at least 1. */
    public static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
            while (line.length() > width) {
                lines.add(line.substring(0, width));
                line.delete(0, width);
            }
        }
        lines.add(line.toString());
        return lines;
    }
}
