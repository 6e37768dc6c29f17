package dev.labctl.command;

import dev.labctl.command.planner.Planner;
import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.OpenCluster;
import dev.labctl.command.session.Target;
import dev.labctl.lab.Lab;
import dev.labctl.provider.ClusterState.Reachable;
import dev.labctl.report.Report;
import dev.labctl.steps.Plan;
import java.util.Optional;

/** Waits until Cilium and the objects of the cluster's lab are ready, or as the lab expects them. */
public record WaitCommand(Target target, boolean dryRun) implements ClusterCommand {
    @Override
    public Report run(CommandContext context) {
        Optional<Lab> named = context.labs().named(target);
        try (OpenCluster cluster = OpenCluster.open(context, target)) {
            Reachable here = cluster.changeable();
            Lab lab = cluster.lab(named, here);
            Plan plan = Plan.of(Planner.await(cluster.name(), lab, here));
            return cluster.execute(Optional.of(lab.ref()), plan, dryRun, lab.ref() + " is as it should be");
        }
    }
}
