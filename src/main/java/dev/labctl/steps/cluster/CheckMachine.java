package dev.labctl.steps.cluster;

import dev.labctl.doctor.CheckResult;
import dev.labctl.doctor.Needs;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.steps.Session;
import dev.labctl.steps.Step;
import dev.labctl.steps.StepEnd;
import java.util.List;

/** Checks whether this machine can run the lab's cluster, before anything is created. */
public record CheckMachine(Needs needs) implements Step {
    @Override
    public String name() {
        return "check machine";
    }

    @Override
    public StepEnd run(Session session) {
        List<CheckResult> findings = session.doctor().examine(needs, session.deadline());
        findings.stream()
                .filter(finding -> finding.severity() == CheckResult.Severity.WARNING)
                .forEach(finding -> session.listener().said(finding.message() + "; " + finding.fix()));
        List<CheckResult> errors = findings.stream()
                .filter(finding -> finding.severity() == CheckResult.Severity.ERROR)
                .toList();
        if (errors.isEmpty()) {
            return StepEnd.done("");
        }
        CheckResult first = errors.get(0);
        throw Failure.of(Reason.valueOf(first.reason()), first.message(), first.fix())
                .withDetails(errors.stream()
                        .skip(1)
                        .map(finding -> finding.message() + ": " + finding.fix())
                        .toList())
                .asException();
    }
}
