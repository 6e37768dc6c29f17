package dev.labctl.command;

import dev.labctl.command.planner.Planner;
import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.OpenCluster;
import dev.labctl.command.session.Target;
import dev.labctl.lab.Lab;
import dev.labctl.report.Report;
import dev.labctl.steps.Plan;
import dev.labctl.steps.objects.ApplyManifests;

/**
 * Applies the lab's manifests and waits for their objects.
 *
 * @param force take over fields that other managers own
 */
public record ApplyCommand(Target target, boolean force, boolean dryRun) implements ClusterCommand {
    @Override
    public Report run(CommandContext context) {
        Lab lab = context.labs().runnable(target);
        try (OpenCluster cluster = OpenCluster.open(context, target)) {
            Plan plan = Plan.of(Planner.apply(new ApplyManifests(cluster.name(), lab, force), cluster.changeable()));
            return cluster.execute(lab(), plan, dryRun, lab.ref() + " is applied to " + cluster.name());
        }
    }
}
