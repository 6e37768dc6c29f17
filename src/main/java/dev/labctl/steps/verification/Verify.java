package dev.labctl.steps.verification;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.failure.Wording;
import dev.labctl.kubernetes.Wait;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabState;
import dev.labctl.report.VerifyView;
import dev.labctl.steps.AlreadyDone;
import dev.labctl.steps.LabRecords;
import dev.labctl.steps.Session;
import dev.labctl.steps.Step;
import dev.labctl.steps.StepEnd;
import dev.labctl.time.Deadline;
import dev.labctl.verify.Verdict;
import dev.labctl.verify.Verifier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Checks a cluster against the lab's expectations, and gives time to what may still come true. It ends at once where waiting
 * will not help.
 *
 * @param patience the longest wait, where the command has more time than that
 */
public record Verify(Lab lab, LabState state, Duration patience) implements Step {
    /** After the steps that create a lab: what has not come true by then will not. */
    private static final Duration AFTER_APPLY = Duration.ofMinutes(2);

    /**
     * Verifies a lab, if it has expectations.
     *
     * @param patience as above
     */
    public static Step of(Lab lab, LabState state, Duration patience) {
        return Verifier.in(state, lab.description().expectations()).isEmpty()
                ? new AlreadyDone("verify", "the lab has no expectations")
                : new Verify(lab, state, patience);
    }

    /** The last step of creating a lab. */
    public static Step afterApply(Lab lab) {
        return of(lab, LabState.FAULT, AFTER_APPLY);
    }

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public boolean changesCluster() {
        return true;
    }

    @Override
    public StepEnd run(Session session) {
        Deadline deadline = session.deadline().atMost(patience);
        VerificationRound soFar = new VerificationRound(lab, state, session.api(), deadline);
        try {
            new Wait(deadline, session.listener()::said)
                    .until("what the lab says", Reason.EXPECTATION_FAILED, soFar::observe);
        } catch (FailureException e) {
            boolean verified = e.failure().reason() == Reason.EXPECTATION_FAILED
                    || e.failure().reason() == Reason.DEADLINE_PASSED;
            if (!verified || soFar.verdicts().isEmpty()) {
                throw e;
            }
            return StepEnd.failed(failure(soFar.verdicts()), new VerifyView(state, soFar.verdicts()));
        }
        record(session);
        VerifyView view = new VerifyView(state, soFar.verdicts());
        return StepEnd.done(view.summary(), view);
    }

    /** The record of a lab in its cluster, in the state that its files lead to, says when it was verified. */
    private void record(Session session) {
        if (state == LabState.FAULT) {
            Optional<Instant> now = Optional.of(session.now());
            LabRecords.change(
                    session.api(), record -> record.lab().equals(lab.ref()) ? record.withVerified(now) : record);
        }
    }

    /** The details name each expectation that does not hold. */
    private Failure failure(List<Verdict> verdicts) {
        List<Verdict> failed = verdicts.stream().filter(Verdict::failed).toList();
        Verdict worst = failed.stream()
                .filter(one -> one.outcome() == Verdict.Outcome.BROKEN)
                .findFirst()
                .orElse(failed.get(0));
        String hint = worst.expectation().hint();
        String again = "check again: `labctl verify" + (state == LabState.HEALTHY ? " --expect healthy`." : "`.");
        return Failure.of(
                        Reason.EXPECTATION_FAILED,
                        failed.size() + " of " + Wording.counted(verdicts.size(), "expectation") + " "
                                + Wording.agree(failed.size(), "does not hold"),
                        hint.isEmpty() ? "Fix it, then " + again : hint + " Then " + again)
                .withDetails(failed.stream()
                        .map(one -> one.expectation().says().strip() + " " + "("
                                + one.outcome().word() + ": " + one.seen() + ")")
                        .toList());
    }
}
