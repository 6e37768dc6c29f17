package dev.labctl.command.session;

import dev.labctl.explain.Explainer;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.failure.FailureException;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.Observation;
import dev.labctl.kubernetes.Observer;
import dev.labctl.provider.Activity;
import dev.labctl.report.FailureCause;
import dev.labctl.report.Report;
import dev.labctl.steps.Session;
import dev.labctl.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Observes the cluster once more after a step has failed, for the cause of the failure. */
final class FailureExplainer {
    /** The command's own time may be over. */
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private FailureExplainer() {}

    /**
     * The report with the causes of its failure; unchanged where the cluster cannot be observed, or tells of none.
     *
     * @param session in which the step failed
     * @param facts of the cluster's lab
     */
    static Report explain(Report report, Session session, LabFacts facts) {
        if (report.failure().filter(FailureCause::mayBeExplained).isEmpty()) {
            return report;
        }
        FailureCause cause = observe(session)
                .map(observation -> FailureCause.of(Explainer.all(observation, facts)))
                .orElse(new FailureCause(List.of()));
        return cause.explanations().isEmpty()
                ? report
                : report.withFailure(cause::told).withResult(cause.beside(report.result()));
    }

    /** Empty where the cluster does not answer: the reader is to hear of the failure that came first. */
    private static Optional<Observation> observe(Session session) {
        Deadline deadline = Deadline.in(TIMEOUT, session.deadline().time());
        Activity activity = session.activity().with(deadline);
        try {
            return Optional.of(Observer.look(
                    session.provider().connect(session.cluster(), activity),
                    deadline.time().now(),
                    List.of()));
        } catch (FailureException | ApiException e) {
            return Optional.empty();
        }
    }
}
