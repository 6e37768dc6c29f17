package dev.labctl.time;

import java.time.Duration;
import java.time.Instant;

/**
 * The moment by which a whole command has to be done. All its steps, waits and child processes share one.
 *
 * @param time the source that the deadline is measured on
 * @param start when the command began
 * @param end when it has to be done
 */
public record Deadline(TimeSource time, Instant start, Instant end) {
    public static Deadline in(Duration duration, TimeSource time) {
        Instant now = time.now();
        return new Deadline(time, now, now.plus(duration));
    }

    /** What is left; zero when the deadline has passed. */
    public Duration remaining() {
        Duration left = Duration.between(time.now(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    public boolean passed() {
        return remaining().isZero();
    }

    public Duration length() {
        return Duration.between(start, end);
    }

    /** The same deadline, or an earlier one for a part that must not take all that is left. */
    public Deadline atMost(Duration duration) {
        Instant now = time.now();
        Instant sooner = now.plus(duration);
        return sooner.isBefore(end) ? new Deadline(time, now, sooner) : this;
    }

    /** Sleeps for the duration or until the deadline, whichever is sooner. */
    public void sleep(Duration duration) throws InterruptedException {
        Duration left = remaining();
        time.sleep(duration.compareTo(left) < 0 ? duration : left);
    }
}
