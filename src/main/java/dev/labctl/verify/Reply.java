package dev.labctl.verify;

import dev.labctl.verify.Verdict.Outcome;

/**
 * What came of a question.
 *
 * @param outcome {@code NOT_YET} where the answer is a wrong one or none: it may be another one later
 * @param seen in a few words
 */
public record Reply(Outcome outcome, String seen) {
    /** Nobody can ask. */
    public static Reply notShown(String why) {
        return new Reply(Outcome.NOT_SHOWN, why);
    }

    /** Nobody will ever ask. */
    public static Reply broken(String why) {
        return new Reply(Outcome.BROKEN, why);
    }

    /** Nobody could be asked, this time. */
    public static Reply notYet(String why) {
        return new Reply(Outcome.NOT_YET, why);
    }
}
