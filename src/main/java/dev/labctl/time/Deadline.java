package dev.labctl.time;

import java.time.Duration;
import java.time.Instant;

/** The time by which a command must finish, shared by all its steps, waits and child processes. */
public record Deadline(TimeSource time, Instant start, Instant end) {
    public static Deadline in(Duration duration, TimeSource time) {
        Instant now = time.now();
        return new Deadline(time, now, now.plus(duration));
    }

    /** The remaining time; zero after the deadline. */
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

    /** The same deadline, or an earlier one for a part that must not use all of the remaining time. */
    public Deadline atMost(Duration duration) {
        Instant now = time.now();
        Instant sooner = now.plus(duration);
        return sooner.isBefore(end) ? new Deadline(time, now, sooner) : this;
    }

    /** Sleeps as {@link TimeSource#pause} does, for the duration or until the deadline, whichever comes first. */
    public void pause(Duration duration, String what) {
        Duration left = remaining();
        time.pause(duration.compareTo(left) < 0 ? duration : left, what);
    }
}
