package dev.labctl.command;

import dev.labctl.command.planner.DesiredState;
import dev.labctl.command.planner.Planner;
import dev.labctl.command.planner.Versions;
import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.OpenCluster;
import dev.labctl.command.session.Target;
import dev.labctl.lab.Lab;
import dev.labctl.provider.ClusterState.Managed;
import dev.labctl.provider.ClusterState.Reachable;
import dev.labctl.report.Report;
import dev.labctl.steps.Plan;
import dev.labctl.steps.Step;
import dev.labctl.steps.objects.ApplyManifests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Applies the lab's manifests and waits for their objects.
 *
 * @param force take over fields that other managers own
 * @param prune delete what labctl applied before and the lab does not have any more
 */
public record ApplyCommand(Target target, boolean force, boolean prune, boolean dryRun) implements ClusterCommand {
    @Override
    public Report run(CommandContext context) {
        Lab lab = context.labs().runnable(target);
        try (OpenCluster cluster = OpenCluster.open(context, target)) {
            Reachable here = cluster.changeable(dryRun);
            List<Step> steps = new ArrayList<>(checked(lab, here, context.versions()));
            ApplyManifests apply = new ApplyManifests(cluster.name(), lab, force);
            ApplyManifests planned = dryRun ? apply.lookedAt(here, cluster.api()) : apply;
            steps.addAll(Planner.apply(prune ? planned.pruning() : planned, here));
            Plan plan = Plan.of(steps);
            return cluster.execute(lab(), plan, dryRun, lab.ref() + " is applied to " + cluster.name());
        }
    }

    /** A cluster of labctl was checked when it was created, or when Cilium was installed. */
    private List<Step> checked(Lab lab, Reachable here, Versions versions) {
        return here instanceof Managed
                ? List.of()
                : Planner.check(DesiredState.cluster(target.cluster(), lab, Optional.empty(), versions), here);
    }
}
