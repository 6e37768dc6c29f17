package dev.labctl.failure;

import java.util.List;

/**
 * A failure, as shown to the user.
 *
 * @param reason the stable identifier for scripts, which determines the exit code
 * @param message what happened and to what, one sentence without a full stop
 * @param next what to do next; empty if nothing can be done
 * @param details evidence, one line each: the last lines of a tool, differences, problems of a lab
 */
public record Failure(Reason reason, String message, String next, List<String> details) {
    public Failure {
        details = List.copyOf(details);
    }

    public static Failure of(Reason reason, String message, String next) {
        return new Failure(reason, message, next, List.of());
    }

    /** Ctrl-C, or a termination signal. */
    public static Failure interrupted(String what) {
        return of(
                Reason.INTERRUPTED,
                what + " was interrupted",
                "Run the same command again; it continues from the current state.");
    }

    public Failure withDetails(List<String> lines) {
        return new Failure(reason, message, next, lines);
    }

    /** The same with an alternative next step. */
    public Failure or(String otherwise) {
        String first = next.isEmpty() || next.endsWith(".") ? next : next + ".";
        return new Failure(reason, message, (first + " " + otherwise).strip(), details);
    }

    public FailureException asException() {
        return new FailureException(this);
    }
}
