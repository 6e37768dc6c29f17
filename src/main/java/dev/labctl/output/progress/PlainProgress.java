package dev.labctl.output.progress;

import dev.labctl.output.text.Shown;
import dev.labctl.report.Report.StepReport;
import dev.labctl.report.StepListener;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

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
        stream.println(Shown.of(name) + " ...");
    }

    @Override
    public synchronized void said(String text) {
        stream.println(Shown.of(step.isEmpty() ? text : step + ": " + text));
    }

    @Override
    public synchronized void output(String line) {
        if (verbose) {
            stream.println("  | " + Shown.of(line));
        }
    }

    @Override
    public synchronized void ended(StepReport report) {
        step = "";
        stream.println(line(report));
    }

    /** {@code create cluster: done in 14.2 s (the API server answers)}. */
    static String line(StepReport report) {
        String detail = report.detail().isEmpty() ? "" : " (" + report.detail() + ")";
        return Shown.of(report.name() + ": " + word(report) + detail);
    }

    private static String word(StepReport report) {
        return switch (report.outcome()) {
            case DONE -> "done in " + seconds(report.elapsed());
            case UNCHANGED -> "nothing to do";
            case FAILED -> "failed after " + seconds(report.elapsed());
            case REFUSED -> "refused";
            case INTERRUPTED -> "interrupted";
            case SKIPPED -> "skipped";
        };
    }

    private static String seconds(Duration elapsed) {
        return String.format(Locale.ROOT, "%.1f s", elapsed.toMillis() / 1000.0);
    }
}
