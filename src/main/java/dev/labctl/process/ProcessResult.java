package dev.labctl.process;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import java.util.function.Function;

/** How a call of an external program ended. */
public sealed interface ProcessResult {
    ProcessSpec command();

    /** Standard output; empty if the program did not run. */
    default Output stdout() {
        return Output.EMPTY;
    }

    /** Standard error; empty if the program did not run. */
    default Output stderr() {
        return Output.EMPTY;
    }

    /** The last lines of a tool that a failure shows. */
    int SHOWN = 8;

    /**
     * Returns this result where the tool succeeded.
     *
     * @param explain makes the failure of a tool that ran and said no
     * @throws FailureException as {@link #failure} says
     */
    default ProcessResult require(Function<ProcessResult, Failure> explain) {
        if (this instanceof Succeeded) {
            return this;
        }
        throw failure(explain).asException();
    }

    /** The failure of a tool that did not succeed. */
    default Failure failure(Function<ProcessResult, Failure> explain) {
        String line = "`" + command().line() + "`";
        if (this instanceof NotStarted start) {
            return Failure.of(
                    Reason.TOOL_FAILED,
                    line + " could not be started: " + start.cause(),
                    "Check that " + command().executable() + " is a program for this machine.");
        }
        if (this instanceof TimedOut) {
            return Failure.of(
                            Reason.DEADLINE_PASSED,
                            line + " was not done when the command's time was up, and was ended",
                            "Run the same command again, or give it longer with --timeout.")
                    .withDetails(stderr().lastLines(SHOWN));
        }
        return this instanceof Interrupted ? Failure.interrupted(line) : explain.apply(this);
    }

    /** The program exited with code 0. */
    record Succeeded(ProcessSpec command, Output stdout, Output stderr) implements ProcessResult {}

    /** The program exited with another code; 128 + n if signal n ended it. */
    record Failed(ProcessSpec command, int exitCode, Output stdout, Output stderr) implements ProcessResult {}

    /** The program could not be started; {@code cause} is the operating system's error. */
    record NotStarted(ProcessSpec command, String cause) implements ProcessResult {}

    /** The deadline passed; the program and its descendants were ended, or it was not started. */
    record TimedOut(ProcessSpec command, Output stdout, Output stderr) implements ProcessResult {}

    /**
     * The calling thread was interrupted, or the runner was closed; the program and its descendants were ended, or it was not
     * started.
     */
    record Interrupted(ProcessSpec command, Output stdout, Output stderr) implements ProcessResult {}
}
