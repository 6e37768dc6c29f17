package dev.labctl.output;

import dev.labctl.output.ReportWriter.Format;
import dev.labctl.steps.Display;
import dev.labctl.steps.Report;
import java.io.PrintStream;

/** Shows report after report as text. */
public final class ReportDisplay implements Display {
    /** Home, then clear to the end: the screen does not flicker as it does when it is cleared first. */
    private static final String HOME = "\u001B[H";

    private static final String CLEAR = "\u001B[2J";
    private static final String CLEAR_REST = "\u001B[J";

    private final PrintStream out;
    private final Style style;
    private final ReportWriter writer;
    private boolean shown;

    /**
     * Shows on a stream.
     *
     * @param style what it can show
     * @param writer writes to the same stream
     */
    public ReportDisplay(PrintStream out, Style style, ReportWriter writer) {
        this.out = out;
        this.style = style;
        this.writer = writer;
    }

    @Override
    public void replace(Report report) {
        if (style.live()) {
            out.print(shown ? HOME : CLEAR + HOME);
        } else if (shown) {
            out.println();
        }
        writer.write(report, Format.TEXT);
        if (style.live()) {
            out.print(CLEAR_REST);
            out.flush();
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
