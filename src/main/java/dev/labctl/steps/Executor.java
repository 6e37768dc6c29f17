package dev.labctl.steps;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.report.Report.StepOutcome;
import dev.labctl.report.Report.StepReport;
import dev.labctl.report.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Does the steps of a plan, one after the other, and says each one's beginning and exactly one end. */
public final class Executor {
    private final Session session;
    private final List<StepReport> reports = new ArrayList<>();
    private Optional<Failure> failure = Optional.empty();
    private Result result = Result.NONE;

    public Executor(Session session) {
        this.session = session;
    }

    /**
     * What happened; the first failure is the one that counts.
     *
     * @param result what the steps have to show; the last one's, where several have something
     */
    public record Executed(List<StepReport> steps, Optional<Failure> failure, Result result) {}

    public Executed execute(Plan plan) {
        try {
            for (Step step : plan.steps()) {
                if (failure.isPresent()) {
                    reports.add(new StepReport(step.name(), StepOutcome.SKIPPED, Duration.ZERO, ""));
                } else {
                    failure = run(step);
                }
            }
        } catch (RuntimeException | Error defect) {
            plan.lastly().forEach(this::run);
            throw defect;
        }
        boolean interrupted =
                failure.filter(f -> f.reason() == Reason.INTERRUPTED).isPresent();
        for (Step step : plan.lastly()) {
            if (interrupted) {
                reports.add(new StepReport(step.name(), StepOutcome.SKIPPED, Duration.ZERO, ""));
            } else {
                Optional<Failure> last = run(step);
                failure = failure.or(() -> last);
            }
        }
        return new Executed(List.copyOf(reports), failure, result);
    }

    private Optional<Failure> run(Step step) {
        Instant start = session.now();
        session.listener().started(step.name());
        StepEnd end;
        try {
            if (Thread.currentThread().isInterrupted()) {
                throw Failure.interrupted("the command").asException();
            }
            if (step.changesCluster()) {
                session.hold(session.cluster());
            }
            end = step.run(session);
        } catch (FailureException e) {
            end = StepEnd.failed(e.failure());
        } catch (ApiException e) {
            end = StepEnd.failed(
                    e.failure("the request of \"" + step.name() + "\"").failure());
        } catch (RuntimeException | Error defect) {
            ended(step, start, new StepEnd(StepOutcome.FAILED, "a defect of labctl"));
            throw defect;
        }
        ended(step, start, end);
        result = end.result().equals(Result.NONE) ? result : end.result();
        return end.failure();
    }

    private void ended(Step step, Instant start, StepEnd end) {
        Duration elapsed = Duration.between(start, session.now());
        StepReport report = new StepReport(step.name(), end.outcome(), elapsed, end.detail());
        reports.add(report);
        session.listener().ended(report);
    }
}
