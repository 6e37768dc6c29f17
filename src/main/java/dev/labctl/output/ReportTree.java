package dev.labctl.output;

import dev.labctl.lab.LabRef;
import dev.labctl.report.Origin;
import dev.labctl.report.Report;
import dev.labctl.report.StepReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A report as the tree that JSON and YAML show; its field names are a contract ({@code report.schema.json}). */
public final class ReportTree {
    private ReportTree() {}

    public static Map<String, Object> of(Report report) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("command", report.command());
        tree.put("lab", report.lab().map(LabRef::tree).orElse(null));
        tree.put("cluster", report.cluster().orElse(null));
        tree.put("provider", report.origin().map(Origin::provider).orElse(null));
        tree.put("outcome", report.outcome().word());
        tree.put(
                "reason",
                report.failure().map(failure -> failure.reason().name()).orElse(null));
        tree.put("message", report.failure().map(failure -> failure.message()).orElse(report.message()));
        report.failure().ifPresent(failure -> {
            tree.put("next", failure.next());
            tree.put("details", failure.details());
        });
        tree.put("steps", report.steps().stream().map(ReportTree::step).toList());
        tree.putAll(report.result().tree());
        return tree;
    }

    private static Map<String, Object> step(StepReport step) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", step.name());
        tree.put("outcome", step.outcome().word());
        tree.put("seconds", step.elapsed().toMillis() / 1000.0);
        Optional.of(step.detail()).filter(text -> !text.isEmpty()).ifPresent(text -> tree.put("detail", text));
        return tree;
    }
}
