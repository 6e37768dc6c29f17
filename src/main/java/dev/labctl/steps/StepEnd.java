package dev.labctl.steps;

import dev.labctl.failure.Failure;
import dev.labctl.report.Report.StepOutcome;
import dev.labctl.report.Result;
import java.util.Optional;

/**
 * How a step ended.
 *
 * @param outcome {@link StepOutcome#DONE} or {@link StepOutcome#UNCHANGED}, or what goes with the failure
 * @param detail what came of it, a few words; may be empty
 * @param result what it found for the reader, where that is more than a few words; it is shown however the command ends
 * @param failure why it failed, of a step that has something to show all the same; others throw theirs
 */
public record StepEnd(StepOutcome outcome, String detail, Result result, Optional<Failure> failure) {
    public StepEnd(StepOutcome outcome, String detail) {
        this(outcome, detail, Result.NONE, Optional.empty());
    }

    public static StepEnd done(String detail) {
        return new StepEnd(StepOutcome.DONE, detail);
    }

    public static StepEnd done(String detail, Result result) {
        return new StepEnd(StepOutcome.DONE, detail, result, Optional.empty());
    }

    public static StepEnd unchanged(String detail) {
        return new StepEnd(StepOutcome.UNCHANGED, detail);
    }

    public static StepEnd failed(Failure failure) {
        return failed(failure, Result.NONE);
    }

    public static StepEnd failed(Failure failure, Result result) {
        StepOutcome outcome = StepOutcome.of(failure.reason().exitCode());
        return new StepEnd(outcome, failure.message(), result, Optional.of(failure));
    }
}
