package dev.labctl.failure;

/** The exit codes of the program. They are a contract with scripts and never change their meaning. */
public enum ExitCode {
    DONE(0),
    /** A step or an expectation failed. */
    FAILED(1),
    /** Wrong usage, or a lab whose files are not valid. */
    INVALID(2),
    /** A tool is missing or a service is not reachable. */
    UNAVAILABLE(3),
    /** Refused, to protect something that labctl would have destroyed or taken over. */
    REFUSED(4),
    /** The deadline of the whole command passed. */
    DEADLINE(5),
    /** A defect of labctl itself. */
    BUG(70),
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
