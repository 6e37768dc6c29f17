package dev.labctl.provider;

import dev.labctl.failure.Failure;
import dev.labctl.time.Deadline;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What something that takes a while is given: how long it may take, and somebody who hears how far it is.
 *
 * @param said hears a line for the reader now and then; may be called from several threads
 * @param output hears the lines of the tools at work
 */
public record Activity(Deadline deadline, Consumer<String> said, Consumer<String> output) {
    public Activity with(Deadline sooner) {
        return new Activity(sooner, said, output);
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
