package dev.labctl.kubernetes;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which lines of a container's log are wanted.
 *
 * @param newest how many of the last ones; empty for all
 * @param since none that were written before, which the server knows to the second; empty for any
 * @param previous of the container that ran before the last restart
 */
public record LogRange(OptionalInt newest, Optional<Instant> since, boolean previous) {
    /** Everything that there is. */
    public static final LogRange ALL = new LogRange(OptionalInt.empty(), Optional.empty(), false);

    public static LogRange newest(int lines) {
        return new LogRange(OptionalInt.of(lines), Optional.empty(), false);
    }

    public static LogRange since(Instant start) {
        return new LogRange(OptionalInt.empty(), Optional.of(start), false);
    }

    public LogRange ofPrevious() {
        return new LogRange(newest, since, true);
    }
}
