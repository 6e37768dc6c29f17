package dev.labctl.command;

import dev.labctl.cilium.CiliumRequest;
import dev.labctl.command.planner.CiliumPlanner;
import dev.labctl.command.planner.DesiredState;
import dev.labctl.command.planner.Planner;
import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.OpenCluster;
import dev.labctl.command.session.Target;
import dev.labctl.lab.Lab;
import dev.labctl.provider.ClusterSpec;
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
        ClusterSpec spec = DesiredState.cluster(target.cluster(), lab, Optional.empty(), context.versions());
        CiliumRequest request = DesiredState.cilium(target.cluster(), lab, target.ciliumVersion(), context.versions());
        try (OpenCluster cluster = OpenCluster.open(context, target)) {
            Reachable here = cluster.changeable();
            cluster.warn(lab);
            List<Step> steps = new ArrayList<>(Planner.check(spec, here));
            steps.addAll(CiliumPlanner.alone(CiliumPlanner.bring(
                    request,
                    spec,
                    DesiredState.settings(cluster.name(), lab),
                    here,
                    new ApplyManifests(cluster.name(), lab, false))));
            Plan plan = Plan.of(steps);
            return cluster.execute(
                    lab(), plan, dryRun, "Cilium " + request.version() + " is ready on " + cluster.name());
        }
    }
}
