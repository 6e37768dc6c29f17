package dev.labctl.command;

import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.Target;
import dev.labctl.doctor.CheckResult;
import dev.labctl.doctor.Needs;
import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.report.DoctorView;
import dev.labctl.report.Report;
import dev.labctl.time.Deadline;
import java.util.List;
import java.util.Optional;

/**
 * Checks whether this machine has what the lab, or any lab, requires.
 *
 * @param clusters how many are to run at once
 */
public record DoctorCommand(Target target, int clusters) implements TargetCommand {
    @Override
    public Report run(CommandContext context) {
        Needs needs = lab().map(ref -> context.labs().resolve(target, ref))
                .map(lab -> Needs.of(lab).account(target.cluster(), lab))
                .orElseGet(Needs::anyLab)
                .times(clusters);
        if (clusters > 1 && needs.eks().isPresent()) {
            throw new FailureException(
                    Reason.USAGE,
                    "--clusters counts clusters on this machine, and the lab runs on Amazon EKS",
                    "Leave --clusters out.");
        }
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
