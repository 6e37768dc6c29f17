package dev.labctl.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;

/** Waits for states, not for times: a slow machine is no failure. */
final class Patience {
    /** How long anything may take. */
    static final long MINUTES = 10;

    /** A state may pass before the next look. */
    private static final long LOOKS_EVERY_MILLIS = 200;

    /** Checks start labctl and kubectl, and must leave the machine to the cluster that they wait for. */
    private static final long CHECKS_EVERY_MILLIS = 2000;

    private Patience() {}

    /** Whether a state is reached. */
    interface Look {
        boolean done();
    }

    /** Returns when the state is reached; fails when it is not in time. */
    static void until(String what, Look look) {
        long end = end();
        while (!look.done()) {
            assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(end);
            sleep(LOOKS_EVERY_MILLIS);
        }
    }

    /** Returns when the checks hold; fails with what they last said when they do not in time. */
    static void untilHolds(Runnable checks) {
        long end = end();
        while (true) {
            try {
                checks.run();
                return;
            } catch (AssertionError notYet) {
                if (System.nanoTime() >= end) {
                    throw notYet;
                }
                sleep(CHECKS_EVERY_MILLIS);
            }
        }
    }

    private static long end() {
        return System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
