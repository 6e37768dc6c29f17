package dev.labctl.command;

import dev.labctl.explain.Explainer;
import dev.labctl.explain.Knowledge;
import dev.labctl.failure.Failure;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.Observation;
import dev.labctl.kubernetes.Observer;
import dev.labctl.provider.Activity;
import dev.labctl.report.FailureCause;
import dev.labctl.report.Report;
import dev.labctl.steps.Session;
import dev.labctl.time.Deadline;
import java.time.Duration;
import java.util.List;

/** Looks into the cluster once after a step has failed, for what is behind it. */
final class Explained {
    /** The command's own time may be over. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Workbench bench;
    private final Request request;
    private final Session session;

    Explained(Workbench bench, Request request, Session session) {
        this.bench = bench;
        this.request = request;
        this.session = session;
    }

    /** The report with what the cluster says of its failure; as it was where that cannot be had, or is nothing. */
    Report tell(Report report) {
        Failure failure = report.failure().orElseThrow();
        if (!FailureCause.mayBeExplained(failure)) {
            return report;
        }
        FailureCause cause = look(report);
        return cause.explanations().isEmpty()
                ? report
                : report.withFailure(cause::told).withResult(cause.beside(report.result()));
    }

    private FailureCause look(Report report) {
        try {
            Deadline deadline = Deadline.in(PATIENCE, session.deadline().time());
            Activity activity = new Activity(deadline, session.listener()::said, session.listener()::output);
            KubeApi api = session.provider().connect(session.cluster(), activity);
            Observation seen = Observer.look(api, deadline.time().now(), List.of());
            Knowledge lab = bench.knowledge(request, session, report.lab());
            return FailureCause.of(Explainer.all(seen, lab));
        } catch (RuntimeException e) {
            // Whatever this is, the reader is to hear of the failure that came first.
            return new FailureCause(List.of());
        }
    }
}
