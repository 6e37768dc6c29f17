package dev.labctl.command;

import dev.labctl.command.planner.CiliumPlanner;
import dev.labctl.command.planner.DesiredLab;
import dev.labctl.command.planner.DesiredState;
import dev.labctl.command.planner.Planner;
import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.OpenCluster;
import dev.labctl.command.session.Target;
import dev.labctl.lab.Lab;
import dev.labctl.provider.ClusterState.Reachable;
import dev.labctl.report.Report;
import dev.labctl.steps.Plan;
import dev.labctl.steps.Step;
import dev.labctl.steps.objects.ApplyManifests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Installs Cilium with the lab's values, or upgrades it to them.
 */
public record CiliumInstallCommand(Target target, boolean dryRun) implements ClusterCommand {
    @Override
    public Report run(CommandContext context) {
        Lab lab = context.labs().runnable(target);
        DesiredLab wanted =
                DesiredState.of(target.cluster(), lab, Optional.empty(), target.ciliumVersion(), context.versions());
        try (OpenCluster cluster = OpenCluster.open(context, target)) {
            Reachable here = cluster.changeable(dryRun);
            cluster.warn(lab);
            List<Step> steps = new ArrayList<>(Planner.check(wanted.cluster(), here));
            steps.addAll(CiliumPlanner.alone(
                    CiliumPlanner.bring(wanted, here, new ApplyManifests(cluster.name(), lab, false))));
            Plan plan = Plan.of(steps);
            return cluster.execute(
                    lab(), plan, dryRun, "Cilium " + wanted.cilium().version() + " is ready on " + cluster.name());
        }
    }
}
