package dev.labctl.time;

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

    /** The machine's own clock. */
    static TimeSource system() {
        return SystemTime.INSTANCE;
    }
}
