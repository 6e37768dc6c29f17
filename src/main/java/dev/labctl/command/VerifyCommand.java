package dev.labctl.command;

import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.OpenCluster;
import dev.labctl.command.session.Target;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabState;
import dev.labctl.provider.ClusterState.Reachable;
import dev.labctl.report.Report;
import dev.labctl.report.VerifyView;
import dev.labctl.steps.Plan;
import dev.labctl.steps.verification.Verify;
import java.util.Optional;

/**
 * Checks the cluster against the lab's expectations, and waits for those that may still be met.
 *
 * @param state that the lab is expected to be in
 */
public record VerifyCommand(Target target, LabState state, boolean dryRun) implements ClusterCommand {
    @Override
    public Report run(CommandContext context) {
        Optional<Lab> named = context.labs().named(target);
        try (OpenCluster cluster = OpenCluster.open(context, target)) {
            Reachable here = cluster.changeable(dryRun);
            Lab lab = cluster.lab(named, here);
            Plan plan = Plan.of(Verify.of(lab, state, target.timeout()));
            Report report = cluster.execute(Optional.of(lab.ref()), plan, dryRun, "");
            return report.failure().isEmpty() && report.result() instanceof VerifyView verified
                    ? report.withMessage(lab.ref() + ": " + verified.summary())
                    : report;
        }
    }
}
