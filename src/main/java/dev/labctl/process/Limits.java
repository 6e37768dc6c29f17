package dev.labctl.process;

import java.time.Duration;

/**
 * Limits for a program's output and its end.
 *
 * @param captureLength the number of characters kept from the end of each stream
 * @param lineLength the longest line that is reported in one part
 * @param grace the time from the termination request until a process is killed
 * @param drain how long to wait for the end of the output after the program has ended: a process that outlives it may hold its
 *     streams open indefinitely
 */
record Limits(int captureLength, int lineLength, Duration grace, Duration drain) {
    static final Limits STANDARD = new Limits(4 * 1024 * 1024, 64 * 1024, Duration.ofSeconds(3), Duration.ofSeconds(2));
}
