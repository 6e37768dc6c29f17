package dev.labctl.time;

import dev.labctl.failure.Failure;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * An operation under way: how long it may take, and who hears about its progress.
 *
 * @param progress hears a line for the reader now and then; may be called from several threads
 * @param output hears the lines of the tools that the operation runs
 */
public record Operation(Deadline deadline, Consumer<String> progress, Consumer<String> output) {
    public Operation with(Deadline sooner) {
        return new Operation(sooner, progress, output);
    }

    /**
     * Sleeps, at most until the deadline.
     *
     * @param what is interrupted when the thread is
     * @throws dev.labctl.failure.FailureException with {@code INTERRUPTED}
     */
    public void pause(Duration duration, String what) {
        try {
            deadline.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.interrupted(what).asException();
        }
    }
}
