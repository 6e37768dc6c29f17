package dev.labctl.process;

import dev.labctl.time.Deadline;
import java.util.function.Consumer;

/** Runs external programs. */
public interface ProcessRunner {
    /**
     * Runs the command to its end, to the deadline, or until the calling thread is interrupted; in the last two cases
     * the program and all its descendants are ended first. Throws no exception for the outcome of the program.
     *
     * @param lines receives each line of both streams as it is written, without its line end; called from two threads of the
     *     runner, one per stream, without a lock
     */
    ProcessResult run(ProcessSpec command, Deadline deadline, Consumer<String> lines);
}
