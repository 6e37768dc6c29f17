package dev.labctl.report;

import dev.labctl.failure.ExitCode;

/** What became of a step. */
public enum StepOutcome {
    DONE,
    /** Its work was found done. */
    UNCHANGED,
    FAILED,
    REFUSED,
    INTERRUPTED,
    /** Not begun, for a step before it failed. */
    SKIPPED;

    public static StepOutcome of(ExitCode exitCode) {
        return switch (exitCode) {
            case DONE -> DONE;
            case REFUSED -> REFUSED;
            case INTERRUPTED -> INTERRUPTED;
            default -> FAILED;
        };
    }
}
