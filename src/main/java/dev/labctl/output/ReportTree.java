package dev.labctl.output;

import dev.labctl.failure.Failure;
import dev.labctl.report.Origin;
import dev.labctl.report.Report;
import dev.labctl.report.StepReport;
import dev.labctl.report.ViewTree;
import java.util.Map;
import java.util.Optional;

/** A report as the tree that JSON and YAML show; its field names are a contract ({@code report.schema.json}). */
public final class ReportTree {
    private ReportTree() {}

    public static Map<String, Object> of(Report report) {
        Optional<Failure> failure = report.failure();
        Map<String, Object> tree = ViewTree.of(
                "command", report.command(),
                "lab", report.lab(),
                "cluster", report.cluster(),
                "provider", report.origin().map(Origin::provider),
                "outcome", report.outcome(),
                "reason", failure.map(why -> why.reason().name()),
                "message", failure.map(Failure::message).orElse(report.message()));
        failure.ifPresent(why -> tree.putAll(ViewTree.of("next", why.next(), "details", why.details())));
        tree.put("steps", report.steps().stream().map(ReportTree::step).toList());
        tree.putAll(report.result().tree());
        return tree;
    }

    private static Map<String, Object> step(StepReport step) {
        Map<String, Object> tree = ViewTree.of(
                "name", step.name(),
                "outcome", step.outcome(),
                "seconds", step.elapsed().toMillis() / 1000.0);
        if (!step.detail().isEmpty()) {
            tree.put("detail", step.detail());
        }
        return tree;
    }
}
