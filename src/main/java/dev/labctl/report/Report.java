package dev.labctl.report;

import dev.labctl.failure.ExitCode;
import dev.labctl.failure.Failure;
import dev.labctl.lab.LabRef;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The result of a command: everything that is shown of it is derived from this value.
 *
 * @param cluster the name; empty for commands that have nothing to do with one
 * @param origin of that cluster; empty before one was opened
 * @param failure empty where the command did what was asked
 * @param message the result in one line; may be empty
 * @param steps in order
 * @param result the command's own part
 */
public record Report(
        String command,
        Optional<LabRef> lab,
        Optional<String> cluster,
        Optional<Origin> origin,
        Optional<Failure> failure,
        String message,
        List<StepReport> steps,
        Result result) {
    /** How it ended, as JSON has it. */
    public enum Outcome {
        DONE,
        FAILED,
        REFUSED,
        INTERRUPTED
    }

    public Report {
        steps = List.copyOf(steps);
    }

    /** Of a command that only shows something. */
    public static Report of(String command, Optional<LabRef> lab, Result result) {
        return new Report(command, lab, Optional.empty(), Optional.empty(), Optional.empty(), "", List.of(), result);
    }

    public static Report failed(String command, Optional<LabRef> lab, Optional<String> cluster, Failure failure) {
        return new Report(command, lab, cluster, Optional.empty(), Optional.of(failure), "", List.of(), Result.NONE);
    }

    public Report withMessage(String other) {
        return new Report(command, lab, cluster, origin, failure, other, steps, result);
    }

    public Report withSteps(List<StepReport> other) {
        return new Report(command, lab, cluster, origin, failure, message, other, result);
    }

    public Report withFailure(Optional<Failure> other) {
        return new Report(command, lab, cluster, origin, other, message, steps, result);
    }

    public Report withResult(Result other) {
        return new Report(command, lab, cluster, origin, failure, message, steps, other);
    }

    /** The same with its failure changed, where it has one. */
    public Report withFailure(UnaryOperator<Failure> change) {
        return new Report(command, lab, cluster, origin, failure.map(change), message, steps, result);
    }

    public ExitCode exitCode() {
        return failure.map(found -> found.reason().exitCode()).orElse(ExitCode.DONE);
    }

    public Outcome outcome() {
        return switch (exitCode()) {
            case DONE -> Outcome.DONE;
            case REFUSED -> Outcome.REFUSED;
            case INTERRUPTED -> Outcome.INTERRUPTED;
            default -> Outcome.FAILED;
        };
    }
}
