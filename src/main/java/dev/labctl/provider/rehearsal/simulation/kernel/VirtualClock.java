package dev.labctl.provider.rehearsal.simulation.kernel;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * The time of one simulated cluster. It is counted in milliseconds from the cluster's birth, its age, and shown as if it had
 * been born that long before the present: while no command runs, a cluster does not age.
 */
public final class VirtualClock {
    /** Everything happens at a multiple of this, so that what happens about the same time is dealt with at once. */
    public static final long TICK = 100;

    private final Instant birth;
    private final Map<Long, String> texts = new HashMap<>();
    private long age;

    /**
     * The time of a cluster that is created.
     *
     * @param birth seconds are the finest that Kubernetes shows
     */
    public VirtualClock(Instant birth) {
        this.birth = birth.truncatedTo(ChronoUnit.SECONDS);
    }

    public long age() {
        return age;
    }

    public void moveTo(long laterAge) {
        age = laterAge;
    }

    /** The age after a delay, at the next tick. */
    public long in(Duration delay) {
        return in(delay.toMillis());
    }

    public long in(long millis) {
        return Math.floorDiv(age + millis + TICK - 1, TICK) * TICK;
    }

    /** An age as Kubernetes shows instants: {@code 2026-11-23T10:00:00Z}. */
    public String text(long when) {
        return texts.computeIfAbsent(
                Math.floorDiv(when, 1000), seconds -> birth.plusSeconds(seconds).toString());
    }

    public String now() {
        return text(age);
    }

    /** The age, in seconds, that a text stands for. */
    public long seconds(String text) {
        return Duration.between(birth, Instant.parse(text)).toSeconds();
    }
}
