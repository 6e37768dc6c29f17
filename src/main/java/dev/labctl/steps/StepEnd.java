package dev.labctl.steps;

/**
 * How a step ended that did not fail.
 *
 * @param outcome {@link StepOutcome#DONE} or {@link StepOutcome#UNCHANGED}
 * @param detail what came of it, a few words; may be empty
 */
public record StepEnd(StepOutcome outcome, String detail) {
    static StepEnd done(String detail) {
        return new StepEnd(StepOutcome.DONE, detail);
    }

    static StepEnd unchanged(String detail) {
        return new StepEnd(StepOutcome.UNCHANGED, detail);
    }
}
