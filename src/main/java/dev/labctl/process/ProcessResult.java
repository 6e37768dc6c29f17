package dev.labctl.process;

import java.time.Duration;

/** How a call of an external program ended. Each way is a type of its own, so that none is taken for another. */
public sealed interface ProcessResult {
    Command command();

    /** What was written to standard output; empty where the program never ran. */
    Output stdout();

    /** What was written to standard error; empty where the program never ran. */
    Output stderr();

    /** The program ended by itself with exit code 0. */
    record Succeeded(Command command, Output stdout, Output stderr, Duration elapsed) implements ProcessResult {}

    /** The program ended by itself with another exit code; 128 + n where signal n ended it. */
    record Failed(Command command, int exitCode, Output stdout, Output stderr, Duration elapsed)
            implements ProcessResult {}

    /** The program could not be started; {@code cause} is the operating system's word for why. */
    record NotStarted(Command command, String cause) implements ProcessResult {
        @Override
        public Output stdout() {
            return Output.EMPTY;
        }

        @Override
        public Output stderr() {
            return Output.EMPTY;
        }
    }

    /** The deadline passed; the program and its descendants were ended, or nothing was started at all. */
    record TimedOut(Command command, Output stdout, Output stderr, Duration elapsed) implements ProcessResult {}

    /**
     * The calling thread was interrupted, or the runner closed; the program and its descendants were ended, or nothing
     * was started at all.
     */
    record Interrupted(Command command, Output stdout, Output stderr, Duration elapsed) implements ProcessResult {}
}
