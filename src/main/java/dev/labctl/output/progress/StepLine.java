package dev.labctl.output.progress;

import dev.labctl.report.Report.StepReport;
import java.time.Duration;
import java.util.Locale;

/** The line that reports how a step ended. */
final class StepLine {
    private StepLine() {}

    /** {@code create cluster: done in 14.2 s (the API server answers)}. */
    static String text(StepReport report) {
        String detail = report.detail().isEmpty() ? "" : " (" + report.detail() + ")";
        return report.name() + ": " + word(report) + detail;
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
