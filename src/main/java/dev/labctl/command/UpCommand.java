package dev.labctl.command;

import dev.labctl.command.planner.DesiredLab;
import dev.labctl.command.planner.DesiredState;
import dev.labctl.command.planner.Planner;
import dev.labctl.command.planner.Refusals;
import dev.labctl.command.planner.Replacing;
import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.ForeignCluster;
import dev.labctl.command.session.OpenCluster;
import dev.labctl.command.session.Resumption;
import dev.labctl.command.session.Target;
import dev.labctl.lab.Lab;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState;
import dev.labctl.report.Report;
import dev.labctl.steps.Plan;
import dev.labctl.steps.Step;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Creates the lab's cluster, or reuses it if it matches.
 *
 * @param nodeImage asked for by name; empty for the pinned one, or whatever an existing cluster has
 * @param allowRemote whether other machines may reach the cluster's API server
 * @param replacing what may be deleted where something exists under the cluster's name
 * @param seed of a rehearsal; empty for any
 * @param agreed whether the reader agreed to the costs beforehand
 */
public record UpCommand(
        Target target,
        Optional<String> nodeImage,
        boolean allowRemote,
        Replacing replacing,
        OptionalLong seed,
        boolean agreed,
        boolean dryRun)
        implements CreatingCommand {
    @Override
    public Report run(CommandContext context) {
        Lab lab = context.labs().runnable(target);
        try (OpenCluster cluster = OpenCluster.open(context, target, seed)) {
            cluster.warn(lab);
            Refusals.ifRehearsalExists(cluster.name(), target.rehearse(), cluster.provider());
            DesiredLab wanted =
                    DesiredState.of(cluster.name(), lab, nodeImage, target.ciliumVersion(), context.versions());
            return Resumption.run(
                    cluster, lab.ref(), replacing, dryRun, state -> up(lab, wanted, state, cluster, context));
        }
    }

    private Report up(Lab lab, DesiredLab wanted, ClusterState state, OpenCluster cluster, CommandContext context) {
        ClusterSpec spec = wanted.cluster();
        List<Step> steps = Planner.up(
                wanted,
                Planner.needs(lab, cluster.provider()),
                state,
                ForeignCluster.replacing(replacing, spec, state, cluster, context.confirmation(), dryRun));
        Refusals.ifRemoteNotAllowed(steps, cluster.provider(), allowRemote);
        return cluster.execute(lab, spec, Plan.of(steps), dryRun, agreed, "cluster " + cluster.name() + " is up");
    }
}
