package dev.labctl.process;

import dev.labctl.time.Deadline;

/** Runs external programs. */
public interface ProcessRunner {
    /**
     * Runs the command to its end, to the deadline, or until the calling thread is interrupted; in the last two cases
     * the program and all its descendants are ended first. Throws no exception for the outcome of the program.
     *
     * @param lines receives each line as it is written, on threads of the runner
     */
    ProcessResult run(ProcessSpec command, Deadline deadline, LineListener lines);
}
