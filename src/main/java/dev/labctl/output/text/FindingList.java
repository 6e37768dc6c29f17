package dev.labctl.output.text;

import dev.labctl.output.text.Style.Colour;
import dev.labctl.plan.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Findings as text, the worst first. */
final class FindingList {
    private FindingList() {}

    static List<String> lines(List<Finding> findings, Style style) {
        List<String> lines = new ArrayList<>();
        findings.stream().sorted(Comparator.comparing(Finding::severity)).forEach(finding -> {
            Cell word =
                    switch (finding.severity()) {
                        case ERROR -> Cell.of(style, Colour.RED, "error    ");
                        case WARNING -> Cell.of(style, Colour.YELLOW, "warning  ");
                        case NOTE -> Cell.of("note     ");
                    };
            lines.addAll(Paragraph.lines(Cell.of("  ").then(word), finding.message(), style));
            if (!finding.fix().isEmpty()) {
                lines.addAll(Paragraph.lines(Cell.of("           -> "), finding.fix(), style));
            }
        });
        return lines;
    }
}
