package dev.labctl.output.progress;

import dev.labctl.report.Report.StepReport;
import dev.labctl.report.StepListener;
import java.io.PrintStream;

/** Progress as lines, for logs and for streams that are no terminal. */
public final class PlainProgress implements StepListener {
    private final PrintStream stream;
    private final boolean verbose;
    private String step = "";

    public PlainProgress(PrintStream stream, boolean verbose) {
        this.stream = stream;
        this.verbose = verbose;
    }

    @Override
    public synchronized void started(String name) {
        step = name;
        stream.println(name + " ...");
    }

    @Override
    public synchronized void said(String text) {
        stream.println(step.isEmpty() ? text : step + ": " + text);
    }

    @Override
    public synchronized void output(String line) {
        if (verbose) {
            stream.println("  | " + line);
        }
    }

    @Override
    public synchronized void ended(StepReport report) {
        step = "";
        stream.println(StepLine.text(report));
    }
}
