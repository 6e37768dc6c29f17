package dev.labctl.process;

import java.time.Duration;

/** How a call of an external program ended. */
public sealed interface ProcessResult {
    ProcessSpec command();

    /** Standard output; empty if the program did not run. */
    Output stdout();

    /** Standard error; empty if the program did not run. */
    Output stderr();

    /** The program exited with code 0. */
    record Succeeded(ProcessSpec command, Output stdout, Output stderr, Duration elapsed) implements ProcessResult {}

    /** The program exited with another code; 128 + n if signal n ended it. */
    record Failed(ProcessSpec command, int exitCode, Output stdout, Output stderr, Duration elapsed)
            implements ProcessResult {}

    /** The program could not be started; {@code cause} is the operating system's error. */
    record NotStarted(ProcessSpec command, String cause) implements ProcessResult {
        @Override
        public Output stdout() {
            return Output.EMPTY;
        }

        @Override
        public Output stderr() {
            return Output.EMPTY;
        }
    }

    /** The deadline passed; the program and its descendants were ended, or it was not started. */
    record TimedOut(ProcessSpec command, Output stdout, Output stderr, Duration elapsed) implements ProcessResult {}

    /**
     * The calling thread was interrupted, or the runner was closed; the program and its descendants were ended, or it was not
     * started.
     */
    record Interrupted(ProcessSpec command, Output stdout, Output stderr, Duration elapsed) implements ProcessResult {}
}
