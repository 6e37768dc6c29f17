package dev.labctl.command.session;

import dev.labctl.explain.Explainer;
import dev.labctl.explain.causes.Explanation;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.failure.FailureException;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.Observation;
import dev.labctl.report.FailureCause;
import dev.labctl.report.Report;
import dev.labctl.steps.Session;
import dev.labctl.time.Deadline;
import dev.labctl.time.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

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
        return observe(session)
                .map(observation -> explain(report, () -> Explainer.all(observation, facts)))
                .orElse(report);
    }

    /** A defect of the explanation surfaces, with the failure that came first as its suppressed exception. */
    static Report explain(Report report, Supplier<List<Explanation>> explanations) {
        FailureCause cause;
        try {
            cause = FailureCause.of(explanations.get());
        } catch (RuntimeException defect) {
            report.failure().ifPresent(failure -> defect.addSuppressed(failure.asException()));
            throw defect;
        }
        return cause.explanations().isEmpty()
                ? report
                : report.withFailure(cause::addTo).withResult(cause.beside(report.result()));
    }

    /** Empty where the cluster does not answer: the reader is to hear of the failure that came first. */
    private static Optional<Observation> observe(Session session) {
        Deadline deadline = Deadline.in(TIMEOUT, session.deadline().time());
        Operation operation = session.operation().with(deadline);
        try {
            return Optional.of(Observation.read(
                    session.provider().connect(session.cluster(), operation).api(),
                    deadline.time().now(),
                    List.of()));
        } catch (FailureException | ApiException e) {
            return Optional.empty();
        }
    }
}
