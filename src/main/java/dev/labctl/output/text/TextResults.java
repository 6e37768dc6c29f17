package dev.labctl.output.text;

import dev.labctl.doctor.CheckResult;
import dev.labctl.output.text.Style.Colour;
import dev.labctl.report.ClustersView;
import dev.labctl.report.DiffView;
import dev.labctl.report.DoctorView;
import dev.labctl.report.DryRunView;
import dev.labctl.report.ExplainView;
import dev.labctl.report.IpamView;
import dev.labctl.report.LabList;
import dev.labctl.report.LabView;
import dev.labctl.report.LogView;
import dev.labctl.report.PlanView;
import dev.labctl.report.Result;
import dev.labctl.report.StatusView;
import dev.labctl.report.VerifyView;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** The commands' own parts as text for people. */
public final class TextResults extends TextLines {
    private TextResults(Style style) {
        super(style);
    }

    public static String of(Result result, Style style) {
        if (result instanceof PlanView plan) {
            return AddressText.of(plan, style);
        } else if (result instanceof IpamView map) {
            return AddressText.of(map, style);
        } else if (result instanceof StatusView status) {
            return StatusText.of(status, style);
        } else if (result instanceof LogView log) {
            return LogText.of(log, style);
        } else if (result instanceof ClustersView clusters) {
            return ClustersText.of(clusters, style);
        } else if (result instanceof ExplainView explain) {
            return ExplainText.of(explain, style);
        } else if (result instanceof DiffView diff) {
            return DiffText.of(diff, style);
        } else if (result instanceof VerifyView view) {
            return VerifyText.of(view, style);
        }
        TextResults results = new TextResults(style);
        if (result instanceof LabList list) {
            results.list(list);
        } else if (result instanceof LabView lab) {
            results.lab(lab);
        } else if (result instanceof DoctorView doctor) {
            results.doctor(doctor);
        } else if (result instanceof DryRunView dryRun) {
            results.dryRun(dryRun);
        }
        return results.toString();
    }

    private void list(LabList list) {
        int widest = widest(list.labs(), entry -> name(entry));
        String chapter = "";
        for (LabList.Entry entry : list.labs()) {
            if (!entry.ref().chapter().equals(chapter)) {
                chapter = entry.ref().chapter();
                line(style.paint(Colour.BOLD, chapter));
            }
            line("  " + pad(name(entry), widest) + "  " + entry.title());
        }
    }

    private static String name(LabList.Entry entry) {
        return entry.ref().useCase().orElse("(default)");
    }

    private void lab(LabView lab) {
        line(style.paint(Colour.BOLD, lab.title()));
        if (!lab.summary().isEmpty()) {
            line(lab.summary());
        }
        heading("Files");
        int widest = widest(lab.files(), LabView.File::path);
        lab.files().forEach(file -> line("  " + pad(file.path(), widest) + "  " + file.origin()));
        heading("Settings");
        int widestKey =
                lab.settings().keySet().stream().mapToInt(String::length).max().orElse(0);
        lab.settings().forEach((key, value) -> line("  " + pad(key, widestKey) + "  " + value));
        heading("Values as they reach Cilium");
        int widestValue = widest(lab.values(), TextResults::setting);
        lab.values()
                .forEach(value -> line(
                        "  " + pad(setting(value), widestValue) + "  " + style.paint(Colour.FAINT, value.origin())));
        heading("Objects, in order of the files");
        if (lab.objects().isEmpty()) {
            line("  none");
        }
        lab.objects().forEach(object -> line("  " + object));
        findings(lab.findings(), Integer.MAX_VALUE);
    }

    private static String setting(LabView.Value value) {
        return value.path() + ": " + Objects.toString(value.value(), "");
    }

    private void doctor(DoctorView doctor) {
        int widest = widest(doctor.findings(), CheckResult::subject);
        for (CheckResult finding : doctor.findings()) {
            String word =
                    switch (finding.severity()) {
                        case OK -> style.paint(Colour.GREEN, "ok     ");
                        case WARNING -> style.paint(Colour.YELLOW, "warning");
                        case ERROR -> style.paint(Colour.RED, "error  ");
                    };
            line(word + "  " + pad(finding.subject(), widest) + "  " + finding.message());
            if (!finding.fix().isEmpty()) {
                line(" ".repeat(widest + 11) + "-> " + finding.fix());
            }
        }
    }

    private void dryRun(DryRunView dryRun) {
        for (DryRunView.Line step : dryRun.steps()) {
            line("# " + step.name() + (step.detail().isEmpty() ? "" : ": nothing to do (" + step.detail() + ")"));
            step.commands().forEach(this::line);
        }
        dryRun.costs().forEach(cost -> line("# " + cost));
    }

    private static <T> int widest(List<T> items, Function<T, String> column) {
        return items.stream().map(column).mapToInt(String::length).max().orElse(0);
    }

    private static String pad(String cell, int width) {
        return cell + " ".repeat(Math.max(0, width - cell.length()));
    }
}
