package dev.labctl.output.text;

import dev.labctl.output.text.Style.Colour;
import dev.labctl.report.VerifyView;
import dev.labctl.verify.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Verdicts as text for people: one below the other where the terminal is narrow, in columns where there is room. */
final class VerifyText extends TextLines {
    /** With less, columns would be a few words wide. */
    private static final int WIDE = 130;

    /** Lines longer than this are hard to read. */
    private static final int WIDEST = 200;

    private static final String GAP = "  ";

    /** The longest of the words. */
    private static final int WORD = "not shown".length();

    private VerifyText(Style style) {
        super(style);
    }

    static String of(VerifyView view, Style style) {
        VerifyText text = new VerifyText(style);
        if (style.width() >= WIDE) {
            text.table(view.verdicts());
        } else {
            text.list(view.verdicts());
        }
        return text.toString();
    }

    private Span word(Verdict verdict) {
        Colour colour =
                switch (verdict.outcome()) {
                    case HOLDS -> Colour.GREEN;
                    case NOT_SHOWN -> Colour.FAINT;
                    case NOT_YET -> Colour.YELLOW;
                    case BROKEN -> Colour.RED;
                };
        return Span.of(style, colour, verdict.outcome().word()).left(WORD);
    }

    private void list(List<Verdict> verdicts) {
        for (Verdict verdict : verdicts) {
            paragraph(word(verdict).then(Span.of(GAP)), verdict.expectation().says());
            String indent = " ".repeat(WORD + GAP.length());
            paragraph(label(indent + "expected  "), verdict.expected());
            paragraph(label(indent + "seen      "), verdict.seen());
            hint(verdict, indent);
        }
    }

    private void hint(Verdict verdict, String indent) {
        String hint = verdict.expectation().hint();
        if (verdict.failed() && !hint.isEmpty()) {
            paragraph(label(indent + "hint      "), hint);
        }
    }

    private Span label(String text) {
        return Span.of(style, Colour.FAINT, text);
    }

    private void table(List<Verdict> verdicts) {
        int room = Math.min(style.width(), WIDEST) - WORD - 3 * GAP.length();
        int says = room * 3 / 10;
        int expected = room * 4 / 10;
        int seen = room - says - expected;
        row(
                label("verdict").left(WORD),
                List.of("what must be seen", "expected", "seen"),
                List.of(says, expected, seen),
                true);
        for (Verdict verdict : verdicts) {
            row(
                    word(verdict),
                    List.of(verdict.expectation().says(), verdict.expected(), verdict.seen()),
                    List.of(says, expected, seen),
                    false);
            hint(verdict, " ".repeat(WORD + GAP.length()));
        }
    }

    /** Cells that go on below themselves. */
    private void row(Span first, List<String> texts, List<Integer> widths, boolean heading) {
        List<List<String>> cells = new ArrayList<>();
        int height = 0;
        for (int i = 0; i < texts.size(); i++) {
            List<String> cell = Paragraph.lines(texts.get(i), widths.get(i));
            cells.add(cell);
            height = Math.max(height, cell.size());
        }
        for (int part = 0; part < height; part++) {
            Span line = part == 0 ? first : Span.EMPTY.left(WORD);
            for (int i = 0; i < cells.size(); i++) {
                String text = part < cells.get(i).size() ? cells.get(i).get(part) : "";
                Span cell = heading ? label(text) : Span.of(text);
                line = line.then(Span.of(GAP)).then(cell.left(widths.get(i)));
            }
            line(line.painted());
        }
    }
}
