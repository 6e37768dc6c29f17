package dev.labctl.time;

import java.time.Duration;
import java.time.Instant;

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
