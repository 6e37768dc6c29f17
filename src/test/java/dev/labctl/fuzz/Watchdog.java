package dev.labctl.fuzz;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Runs work that must end. */
final class Watchdog {
    /** Of real time; the commands' own waits take none. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private Watchdog() {}

    /**
     * The result of the work.
     *
     * @throws IllegalStateException if it does not end, or throws
     */
    static <T> T run(Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        Thread worker = new Thread(task, "fuzzed");
        worker.setDaemon(true);
        worker.start();
        try {
            return task.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("hangs in " + worker.getStackTrace()[0], e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("throws " + e.getCause(), e);
        }
    }
}
