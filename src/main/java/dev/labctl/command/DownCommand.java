package dev.labctl.command;

import dev.labctl.command.planner.Planner;
import dev.labctl.command.planner.Replacing;
import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.OpenCluster;
import dev.labctl.command.session.Target;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.provider.ClusterState;
import dev.labctl.report.Report;
import dev.labctl.steps.AlreadyDone;
import dev.labctl.steps.Plan;
import dev.labctl.steps.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Deletes the lab's cluster.
 *
 * @param all every cluster that labctl created, whatever its name
 */
public record DownCommand(Target target, boolean all, boolean dryRun) implements ClusterCommand {
    @Override
    public Report run(CommandContext context) {
        return all ? downAll(context) : down(context);
    }

    private Report down(CommandContext context) {
        try (OpenCluster cluster = OpenCluster.open(context, target)) {
            return cluster.execute(
                    Optional.empty(),
                    Plan.of(Planner.down(cluster.name(), inspect(cluster), Replacing.NOTHING)),
                    dryRun,
                    "there is no cluster " + cluster.name());
        }
    }

    /** A rehearsal whose file is damaged can still be deleted; the provider keeps the file aside. */
    private ClusterState inspect(OpenCluster cluster) {
        try {
            return cluster.inspectToChange(cluster.name(), dryRun);
        } catch (FailureException e) {
            if (e.failure().reason() != Reason.REHEARSAL_DAMAGED) {
                throw e;
            }
            cluster.session().listener().said(e.failure().message());
            return new ClusterState.Incomplete(e.failure().message());
        }
    }

    private Report downAll(CommandContext context) {
        List<Report> reports = new ArrayList<>();
        for (OpenCluster provider :
                OpenCluster.all(context, target, target.rehearse()).toList()) {
            try (OpenCluster clusters = provider.announced()) {
                reports.add(downAll(clusters));
            }
            if (reports.get(reports.size() - 1).failure().isPresent()) {
                break;
            }
        }
        return reports.stream().reduce((first, second) -> second.after(first)).orElseThrow();
    }

    private Report downAll(OpenCluster clusters) {
        List<Step> steps = clusters.provider().list(clusters.session().operation()).stream()
                .flatMap(name -> Planner.down(name, clusters.inspectToChange(name, dryRun), Replacing.NOTHING).stream())
                .toList();
        Plan plan = steps.isEmpty()
                ? Plan.of(new AlreadyDone("delete clusters", "there is none that labctl created"))
                : Plan.of(steps);
        return clusters.execute(Optional.empty(), plan, dryRun, "no cluster that labctl created is left");
    }
}
