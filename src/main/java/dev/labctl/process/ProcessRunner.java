package dev.labctl.process;

import dev.labctl.time.Deadline;

/** Runs external programs. */
public interface ProcessRunner {
    /**
     * Runs the command to its end, to the deadline, or until the calling thread is interrupted; in the last two cases
     * the program and all its descendants are ended first. Never throws for what happens to the program.
     *
     * @param lines is given each line as it comes, from threads of the runner's own
     */
    ProcessResult run(Command command, Deadline deadline, LineListener lines);
}
