package dev.labctl.output;

import dev.labctl.failure.Failure;
import dev.labctl.json.Json;
import dev.labctl.output.text.Style;
import dev.labctl.output.text.Style.Colour;
import dev.labctl.output.text.TextResults;
import dev.labctl.report.Report;
import dev.labctl.report.Report.Origin;
import dev.labctl.yaml.YamlWriter;
import java.io.PrintStream;

/** Writes a report: its result to standard output, and nothing else; failures to standard error. */
public record ReportWriter(PrintStream out, PrintStream err, Style outStyle, Style errStyle) {
    /** How the result is written. */
    public enum Format {
        TEXT,
        JSON,
        YAML
    }

    private static final String NOT_REAL = "nothing runs, everything is simulated";

    public void write(Report report, Format format) {
        if (format == Format.TEXT) {
            out.print(text(report));
        } else {
            out.print(format == Format.JSON ? Json.write(report.tree()) : YamlWriter.write(report.tree()));
        }
        out.flush();
        report.failure().ifPresent(this::failure);
    }

    /** The report as text for people, what went wrong left out. */
    String text(Report report) {
        String result = TextResults.of(report.result(), outStyle);
        String head = rehearsed(report) && !result.isEmpty() ? "rehearsal   no real cluster: " + NOT_REAL + "\n" : "";
        String mark = rehearsed(report) ? " (rehearsal: " + NOT_REAL + ")" : "";
        return head + result + (report.message().isEmpty() ? "" : report.message() + mark + "\n");
    }

    /** Everything that is shown of a rehearsal says so. */
    private static boolean rehearsed(Report report) {
        return report.origin().filter(Origin::simulated).isPresent();
    }

    private void failure(Failure failure) {
        err.println(errStyle.paint(Colour.RED, "error: " + failure.reason()) + ": " + failure.message());
        failure.details().forEach(line -> err.println("  " + line));
        if (!failure.next().isEmpty()) {
            err.println("next: " + failure.next());
        }
        err.flush();
    }
}
