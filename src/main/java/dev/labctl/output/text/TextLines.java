package dev.labctl.output.text;

import dev.labctl.output.text.Style.Colour;
import java.util.List;

/** A text for people as it grows, line by line. No line ends with blanks. */
class TextLines {
    final Style style;
    private final StringBuilder text = new StringBuilder();

    TextLines(Style style) {
        this.style = style;
    }

    final void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    final void lines(List<String> lines) {
        lines.forEach(this::line);
    }

    /** Lines after an empty one; nothing at all where there are none. */
    final void section(List<String> lines) {
        if (!lines.isEmpty()) {
            line("");
            lines(lines);
        }
    }

    final void heading(String words) {
        section(List.of(style.paint(Colour.BOLD, words)));
    }

    /** What could not be observed. */
    final void notes(List<String> notes) {
        if (!notes.isEmpty()) {
            heading("Not known");
            notes.forEach(note -> paragraph("  - ", note));
        }
    }

    /** Words after a lead; further lines begin below the first word. */
    final void paragraph(Span lead, String words) {
        lines(Paragraph.lines(lead, words, style));
    }

    final void paragraph(String lead, String words) {
        paragraph(Span.of(lead), words);
    }

    @Override
    public final String toString() {
        return text.toString();
    }
}
