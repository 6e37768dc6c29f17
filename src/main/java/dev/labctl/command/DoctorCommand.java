package dev.labctl.command;

import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.Target;
import dev.labctl.doctor.CheckResult;
import dev.labctl.doctor.Needs;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.report.DoctorView;
import dev.labctl.report.Report;
import dev.labctl.time.Deadline;
import java.util.List;
import java.util.Optional;

/** Checks whether this machine has what the lab, or any lab, requires. */
public record DoctorCommand(Target target) implements TargetCommand {
    @Override
    public Report run(CommandContext context) {
        Needs needs = lab().map(ref -> context.labs().resolve(ref, target.values()))
                .map(lab -> Needs.of(lab).account(target.cluster(), lab))
                .orElseGet(Needs::anyLab);
        List<CheckResult> results = context.doctor().examine(needs, Deadline.in(target.timeout(), context.time()));
        return Report.of(name(), lab(), new DoctorView(results)).withFailure(failure(results));
    }

    private static Optional<Failure> failure(List<CheckResult> results) {
        return results.stream()
                .filter(result -> result.severity() == CheckResult.Severity.ERROR)
                .findFirst()
                .map(error -> Failure.of(Reason.valueOf(error.reason()), error.message(), error.fix()));
    }
}
