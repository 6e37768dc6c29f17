package dev.labctl.process;

import java.time.Duration;

/** Waits that an interrupt must not shorten, so that clean-up completes. */
final class Uninterruptible {
    private Uninterruptible() {}

    @FunctionalInterface
    interface Wait {
        void atMost(long nanos) throws InterruptedException;
    }

    /** Continues the wait after an interrupt, and restores the interrupt flag at the end. */
    static void run(Duration limit, Wait wait) {
        long end = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    wait.atMost(end - System.nanoTime());
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
