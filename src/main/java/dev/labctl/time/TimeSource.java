package dev.labctl.time;

import dev.labctl.failure.Failure;
import java.time.Duration;
import java.time.Instant;

/** A clock that can be waited on. */
public interface TimeSource {
    Instant now();

    /**
     * Returns after the duration has passed on this source.
     *
     * @throws InterruptedException if the calling thread is interrupted
     */
    void sleep(Duration duration) throws InterruptedException;

    /**
     * Sleeps for the duration.
     *
     * @param what is interrupted when the thread is
     * @throws dev.labctl.failure.FailureException with {@code INTERRUPTED}
     */
    default void pause(Duration duration, String what) {
        try {
            sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.interrupted(what).asException();
        }
    }

    /** The machine's own clock. */
    static TimeSource system() {
        return SystemTime.INSTANCE;
    }

    /** Monotonic, so that a change of the wall clock neither ends nor prolongs a wait. */
    final class SystemTime implements TimeSource {
        static final SystemTime INSTANCE = new SystemTime();

        private final Instant start = Instant.now();
        private final long startNanos = System.nanoTime();

        private SystemTime() {}

        @Override
        public Instant now() {
            return start.plusNanos(System.nanoTime() - startNanos);
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            Thread.sleep(duration.toMillis());
        }
    }
}
