package dev.labctl.output.text;

import dev.labctl.addresses.Finding;
import dev.labctl.output.text.Style.Colour;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Findings as text, the worst first. */
final class FindingList {
    private FindingList() {}

    static List<String> lines(List<Finding> findings, Style style) {
        List<String> lines = new ArrayList<>();
        findings.stream().sorted(Comparator.comparing(Finding::severity)).forEach(finding -> {
            Span word =
                    switch (finding.severity()) {
                        case ERROR -> Span.of(style, Colour.RED, "error    ");
                        case WARNING -> Span.of(style, Colour.YELLOW, "warning  ");
                        case NOTE -> Span.of("note     ");
                    };
            lines.addAll(Paragraph.lines(Span.of("  ").then(word), finding.message(), style));
            if (!finding.fix().isEmpty()) {
                lines.addAll(Paragraph.lines(Span.of("           -> "), finding.fix(), style));
            }
        });
        return lines;
    }
}
