package dev.labctl.output.text;

import dev.labctl.addresses.Finding;
import dev.labctl.output.text.Style.Colour;
import dev.labctl.report.ViewTree;
import java.util.Comparator;
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

    /** The most severe findings first, at most so many; nothing at all where there are none. */
    final void findings(List<Finding> findings, int most) {
        if (findings.isEmpty()) {
            return;
        }
        heading("Findings");
        findings.stream()
                .sorted(Comparator.comparing(Finding::severity))
                .limit(most)
                .forEach(this::finding);
        if (findings.size() > most) {
            line("  and " + (findings.size() - most) + " more; `-o json` shows all of them");
        }
    }

    private void finding(Finding finding) {
        String word = Span.of(ViewTree.word(finding.severity()))
                .left("warning  ".length())
                .text();
        paragraph(Span.of("  ").then(Span.of(style, finding.severity(), word)), finding.message());
        if (!finding.fix().isEmpty()) {
            paragraph("           -> ", finding.fix());
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
