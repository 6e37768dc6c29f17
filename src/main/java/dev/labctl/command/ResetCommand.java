package dev.labctl.command;

import dev.labctl.command.planner.DesiredLab;
import dev.labctl.command.planner.DesiredState;
import dev.labctl.command.planner.Planner;
import dev.labctl.command.planner.Refusals;
import dev.labctl.command.planner.Replacing;
import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.ForeignCluster;
import dev.labctl.command.session.OpenCluster;
import dev.labctl.command.session.Target;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.ClusterState.Managed;
import dev.labctl.report.Report;
import dev.labctl.steps.Plan;
import dev.labctl.steps.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Deletes the lab's cluster and creates it again, as the Makefile's target did.
 *
 * @param nodeImage asked for by name; empty for the pinned one
 * @param allowRemote whether other machines may reach the cluster's API server
 * @param replacing whether a cluster that labctl did not create may be deleted, too
 * @param seed of a rehearsal; empty for any
 * @param agreed whether the reader agreed to the costs beforehand
 */
public record ResetCommand(
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
        Optional<Lab> named = context.labs().named(target);
        try (OpenCluster cluster = OpenCluster.open(context, target, seed)) {
            Refusals.ifRehearsalExists(cluster.name(), target.rehearse(), cluster.provider());
            ClusterState state = cluster.inspectToChange(cluster.name(), dryRun);
            Lab lab = named.orElseGet(() -> context.labs().runnable(target, recorded(state)));
            cluster.warn(lab);
            DesiredLab wanted =
                    DesiredState.of(cluster.name(), lab, nodeImage, target.ciliumVersion(), context.versions());
            ClusterSpec spec = wanted.cluster();
            Replacing mayGo = ForeignCluster.replacing(replacing, spec, state, cluster, context.confirmation(), dryRun);
            List<Step> steps = new ArrayList<>(Planner.down(cluster.name(), state, mayGo));
            steps.addAll(Planner.up(
                    wanted, Planner.needs(lab, cluster.provider()), new ClusterState.Absent(), Replacing.NOTHING));
            Refusals.ifRemoteNotAllowed(steps, cluster.provider(), allowRemote);
            return cluster.execute(lab, spec, Plan.of(steps), dryRun, agreed, "cluster " + cluster.name() + " is up");
        }
    }

    private LabRef recorded(ClusterState state) {
        if (state instanceof Managed managed) {
            return managed.record().lab();
        }
        throw noLab();
    }

    private FailureException noLab() {
        return new FailureException(
                Reason.CHAPTER_MISSING,
                "no chapter is given, and no cluster " + target.cluster() + " says which lab is meant",
                "Name it: `labctl reset CHAPTER --use-case USE_CASE`; `labctl list` shows what there is.");
    }
}
