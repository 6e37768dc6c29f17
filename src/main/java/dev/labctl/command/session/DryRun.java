package dev.labctl.command.session;

import dev.labctl.provider.Equivalents;
import dev.labctl.report.DryRunView;
import dev.labctl.steps.AlreadyDone;
import dev.labctl.steps.Plan;
import java.util.List;

/** Shows a plan instead of executing it. */
final class DryRun {
    private DryRun() {}

    static DryRunView view(Plan plan, Equivalents equivalents, List<String> costs) {
        List<DryRunView.Line> lines = plan.all().stream()
                .map(step -> new DryRunView.Line(
                        step.name(),
                        step instanceof AlreadyDone done ? done.detail() : "",
                        step.equivalent(equivalents)))
                .toList();
        return new DryRunView(lines, costs);
    }
}
