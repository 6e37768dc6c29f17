package dev.labctl.output.progress;

import java.time.Duration;
import java.util.Locale;

/** Durations for readers. */
final class Seconds {
    private Seconds() {}

    /** {@code 0.3 s}, {@code 74.5 s}. */
    static String of(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
