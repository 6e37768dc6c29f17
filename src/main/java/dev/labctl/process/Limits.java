package dev.labctl.process;

import java.time.Duration;

/**
 * How much of a program's output is kept and how long its end is waited for.
 *
 * @param captureBytes the end of each stream that is kept
 * @param lineBytes the longest line that is told in one part
 * @param grace from asking a process to end until it is killed
 * @param drain how long the end of the output is waited for once the program has ended: a process that outlives it may
 *     hold its streams open for ever
 */
record Limits(int captureBytes, int lineBytes, Duration grace, Duration drain) {
    static final Limits STANDARD = new Limits(4 * 1024 * 1024, 64 * 1024, Duration.ofSeconds(3), Duration.ofSeconds(2));
}
