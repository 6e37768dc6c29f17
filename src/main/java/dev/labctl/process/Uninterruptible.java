package dev.labctl.process;

import java.time.Duration;

/** Waits that an interrupt must not cut short, because what they clean up would be left behind. */
final class Uninterruptible {
    private Uninterruptible() {}

    @FunctionalInterface
    interface Wait {
        void atMost(long nanos) throws InterruptedException;
    }

    /** Goes on with the wait when it is interrupted; the thread's interrupt flag is set again at its end. */
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
