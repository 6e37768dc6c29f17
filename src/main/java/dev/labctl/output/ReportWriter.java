package dev.labctl.output;

import dev.labctl.failure.Failure;
import dev.labctl.json.Json;
import dev.labctl.output.text.Printable;
import dev.labctl.output.text.Shown;
import dev.labctl.output.text.Style;
import dev.labctl.output.text.Style.Colour;
import dev.labctl.output.text.TextResults;
import dev.labctl.redaction.Redaction;
import dev.labctl.report.Report;
import dev.labctl.report.Report.Origin;
import dev.labctl.report.Result;
import dev.labctl.yaml.YamlWriter;
import java.io.PrintStream;
import java.util.Map;

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
            Map<String, Object> tree = Redaction.SHOWN.tree(report.tree());
            out.print(format == Format.JSON ? Printable.json(Json.write(tree)) : YamlWriter.write(tree));
        }
        out.flush();
        report.failure().ifPresent(this::failure);
    }

    /** The report as text for people, what went wrong left out. */
    String text(Report report) {
        String result = printable(report.result());
        String head = rehearsed(report) && !result.isEmpty() ? "rehearsal   no real cluster: " + NOT_REAL + "\n" : "";
        String mark = rehearsed(report) ? " (rehearsal: " + NOT_REAL + ")" : "";
        return head + result + (report.message().isEmpty() ? "" : Shown.of(report.message()) + mark + "\n");
    }

    /** A result with secrets or control characters is shown without colours: what is between them would be in the way. */
    private String printable(Result result) {
        String text = TextResults.of(result, outStyle);
        String plain = outStyle.colour() ? TextResults.of(result, outStyle.withoutColour()) : text;
        String shown = Shown.of(plain);
        return shown.equals(plain) ? text : shown;
    }

    /** Everything that is shown of a rehearsal says so. */
    private static boolean rehearsed(Report report) {
        return report.origin().filter(Origin::simulated).isPresent();
    }

    private void failure(Failure failure) {
        err.println(errStyle.paint(Colour.RED, "error: " + failure.reason()) + ": " + Shown.of(failure.message()));
        failure.details().forEach(line -> err.println("  " + Shown.of(line)));
        if (!failure.next().isEmpty()) {
            err.println("next: " + Shown.of(failure.next()));
        }
        err.flush();
    }
}
