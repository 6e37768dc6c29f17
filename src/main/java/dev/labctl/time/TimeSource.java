package dev.labctl.time;

import java.time.Duration;
import java.time.Instant;

/** The present, and a way to let it pass. */
public interface TimeSource {
    Instant now();

    /**
     * Returns after the duration has passed on this source.
     *
     * @throws InterruptedException when the calling thread is interrupted meanwhile
     */
    void sleep(Duration duration) throws InterruptedException;

    /** The machine's own clock. */
    static TimeSource system() {
        return SystemTime.INSTANCE;
    }
}
