package dev.labctl.command;

import dev.labctl.command.Workbench.Work;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.LogRange;
import dev.labctl.lab.LabRef;
import dev.labctl.logs.LogFollower;
import dev.labctl.logs.LogQuery;
import dev.labctl.logs.LogReader;
import dev.labctl.logs.LogTargets;
import dev.labctl.logs.PodChoice;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.ClusterState.Managed;
import dev.labctl.report.LogView;
import dev.labctl.report.Report;
import dev.labctl.report.Result;
import dev.labctl.steps.Plan;
import dev.labctl.steps.Session;
import dev.labctl.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The commands that read logs. */
public final class Logs {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** An API server that restarts answers again within this time. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final Workbench bench;
    private final Looks looks;

    Logs(Workbench bench, Looks looks) {
        this.bench = bench;
        this.looks = looks;
    }

    /** What was written, merged by time. */
    public Report show(Request request, LogQuery query) {
        return bench.run(request, session -> {
            Managed made = made(request, session);
            return new Work(
                    Optional.of(made.record().lab()),
                    Plan.of(),
                    open -> {
                        LogReader reader = reader(open);
                        return reader.read(
                                reader.sources(LogTargets.of(reader.api(), query)),
                                range(query, open.deadline().time().now()));
                    },
                    "");
        });
    }

    /** The same, and then what is written from now on, until the request's time is up or nobody reads any more. */
    public Report follow(Request request, LogQuery query) {
        return bench.run(request, session -> {
            Managed made = made(request, session);
            if (!session.provider().usesMachine()) {
                throw Failure.of(
                                Reason.NOT_IN_REHEARSAL,
                                "nothing runs in the containers of a rehearsal, so there is no log to follow",
                                "Try it on a real cluster.")
                        .asException();
            }
            LabRef lab = made.record().lab();
            return new Work(
                    Optional.of(lab),
                    Plan.of(),
                    open -> {
                        follow(request, query, open, lab);
                        return Result.NONE;
                    },
                    "");
        });
    }

    private void follow(Request request, LogQuery query, Session session, LabRef lab) {
        LogReader reader = reader(session);
        Deadline deadline = session.deadline();
        List<PodChoice> choices = LogTargets.of(reader.api(), query);
        LogRange first = range(query, deadline.time().now());
        LogFollower follower = new LogFollower(reader, choices, first, session.listener()::said);
        Deadline answer = deadline.atMost(SILENCE);
        while (!bench.display().closed()) {
            try {
                LogView news = follower.next(deadline.time().now());
                answer = deadline.atMost(SILENCE);
                if (!news.lines().isEmpty()) {
                    bench.display().append(request.report(Optional.of(lab), session.provider(), news));
                }
            } catch (ApiException e) {
                if (!e.retryable() || answer.passed()) {
                    throw e.failure("the logs");
                }
            }
            if (deadline.passed()) {
                return;
            }
            session.activity().pause(PAUSE, "following the logs");
        }
    }

    /** What somebody who is to find a defect needs: everything that can be looked at, however the cluster is. */
    public Report bundle(Request request, List<String> versions) {
        return bench.run(request, session -> {
            ClusterState state = session.provider().inspect(request.cluster(), session.activity());
            Optional<LabRef> lab =
                    state instanceof Managed made ? Optional.of(made.record().lab()) : request.lab();
            return new Work(lab, Plan.of(), open -> new BundleReader(looks, request, open, state, versions).read(), "");
        });
    }

    private static Managed made(Request request, Session session) {
        return Planner.made(request.cluster(), session.provider().inspect(request.cluster(), session.activity()));
    }

    private static LogReader reader(Session session) {
        return new LogReader(session.api(), session.listener()::said);
    }

    private static LogRange range(LogQuery query, Instant now) {
        return new LogRange(OptionalInt.of(query.lines()), query.since().map(now::minus), query.previous());
    }
}
