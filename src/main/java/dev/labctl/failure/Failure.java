package dev.labctl.failure;

import java.util.List;

/**
 * One failure, told to a reader.
 *
 * @param reason the stable identifier that scripts match on; it carries the exit code
 * @param message what happened and to what, one sentence without a trailing full stop
 * @param next what to do about it; empty where there is nothing to do
 * @param details evidence, a line each: the last lines of a tool, the differences found, the problems of a lab
 */
public record Failure(Reason reason, String message, String next, List<String> details) {
    public Failure {
        details = List.copyOf(details);
    }

    public static Failure of(Reason reason, String message, String next) {
        return new Failure(reason, message, next, List.of());
    }

    /** Ctrl-C, or a signal to the same end. */
    public static Failure interrupted(String what) {
        return of(
                Reason.INTERRUPTED,
                what + " was interrupted",
                "Run the same command again: it goes on with what is there.");
    }

    public Failure withDetails(List<String> lines) {
        return new Failure(reason, message, next, lines);
    }

    /** The same with another way out. */
    public Failure or(String otherwise) {
        return new Failure(reason, message, next.isEmpty() ? otherwise : next + " " + otherwise, details);
    }

    public FailureException asException() {
        return new FailureException(this);
    }
}
