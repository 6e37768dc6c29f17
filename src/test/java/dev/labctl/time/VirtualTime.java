package dev.labctl.time;

import java.time.Duration;
import java.time.Instant;

/** A clock that advances only by sleeping. */
public final class VirtualTime implements TimeSource {
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized void sleep(Duration duration) {
        now = now.plus(duration);
    }
}
