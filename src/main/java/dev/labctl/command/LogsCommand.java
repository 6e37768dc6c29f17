package dev.labctl.command;

import dev.labctl.command.planner.Refusals;
import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.OpenCluster;
import dev.labctl.command.session.Target;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.LogRange;
import dev.labctl.lab.LabRef;
import dev.labctl.logs.LogFollower;
import dev.labctl.logs.LogQuery;
import dev.labctl.logs.LogReader;
import dev.labctl.logs.LogTargets;
import dev.labctl.logs.PodChoice;
import dev.labctl.report.LogView;
import dev.labctl.report.Report;
import dev.labctl.report.Result;
import dev.labctl.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Shows logs, merged by time.
 *
 * @param follow also show what is written from now on, until the deadline or until no one reads any more
 */
public record LogsCommand(Target target, LogQuery query, boolean follow) implements ClusterCommand {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** An API server that restarts answers again within this time. */
    private static final Duration RESTART = Duration.ofSeconds(30);

    @Override
    public Report run(CommandContext context) {
        try (OpenCluster cluster = OpenCluster.open(context, target)) {
            Optional<LabRef> lab = cluster.readable().lab();
            if (follow) {
                Refusals.ifSimulated(
                        cluster.provider(),
                        "nothing runs in the containers of a rehearsal, so there is no log to follow",
                        "Try it on a real cluster.");
            }
            LogReader reader = new LogReader(cluster.api(), context.listener()::said);
            List<PodChoice> choices = LogTargets.of(reader.api(), query);
            LogRange range = range(cluster.deadline().time().now());
            return follow
                    ? follow(context, cluster, lab, new LogFollower(reader, choices, range, context.listener()::said))
                    : cluster.report(lab, reader.read(reader.sources(choices), range));
        }
    }

    private static Report follow(
            CommandContext context, OpenCluster cluster, Optional<LabRef> lab, LogFollower follower) {
        Deadline deadline = cluster.deadline();
        Deadline restart = deadline.atMost(RESTART);
        while (!context.display().closed()) {
            try {
                LogView news = follower.next(deadline.time().now());
                restart = deadline.atMost(RESTART);
                if (!news.lines().isEmpty()) {
                    context.display().append(cluster.report(lab, news));
                }
            } catch (ApiException e) {
                if (!e.retryable() || restart.passed()) {
                    throw e.failure("the logs");
                }
            }
            if (deadline.passed()) {
                break;
            }
            cluster.session().deadline().pause(PAUSE, "following the logs");
        }
        return cluster.report(lab, Result.NONE);
    }

    private LogRange range(Instant now) {
        return new LogRange(OptionalInt.of(query.lines()), query.since().map(now::minus), query.previous());
    }
}
