package dev.labctl.output;

import dev.labctl.output.ReportWriter.Format;
import dev.labctl.output.text.Style;
import dev.labctl.report.Display;
import dev.labctl.report.Report;
import java.io.PrintStream;

/** Shows report after report as text. */
public final class ReportDisplay implements Display {
    /** Home, then clear to the end: the screen does not flicker as it does when it is cleared first. */
    private static final String HOME = "\u001B[H";

    private static final String CLEAR = "\u001B[2J";
    private static final String CLEAR_REST = "\u001B[J";

    /** A line that was longer before leaves nothing behind. */
    private static final String CLEAR_LINE = "\u001B[K";

    private final PrintStream out;
    private final Style style;
    private final ReportWriter writer;
    private boolean shown;

    /** Shows on a stream of that style, to which the writer writes in the same style. */
    public ReportDisplay(PrintStream out, Style style, ReportWriter writer) {
        this.out = out;
        this.style = style;
        this.writer = writer;
    }

    @Override
    public void replace(Report report) {
        if (style.live()) {
            String text = writer.text(report).replace("\n", CLEAR_LINE + "\n");
            out.print((shown ? HOME : CLEAR + HOME) + text + CLEAR_REST);
            out.flush();
        } else {
            out.print(shown ? "\n" : "");
            writer.write(report, Format.TEXT);
        }
        shown = true;
    }

    @Override
    public boolean closed() {
        return out.checkError();
    }

    @Override
    public void append(Report report) {
        writer.write(report, Format.TEXT);
    }
}
