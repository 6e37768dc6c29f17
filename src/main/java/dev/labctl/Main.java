package dev.labctl;

import dev.labctl.failure.ExitCode;
import dev.labctl.process.JdkProcessRunner;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/**
 * Where the JVM comes in. Ctrl-C and SIGTERM are an orderly end: the work is interrupted, may clean up and report, no child
 * process is left, and the exit code is 130 for both.
 */
public final class Main {
    /** For ending children and taking a half-made cluster away. */
    private static final Duration CLEANUP = Duration.ofSeconds(45);

    private Main() {}

    public static void main(String[] args) {
        System.exit(guard(runner -> App.run(RuntimeEnvironment.ofThisProcess(runner), args)));
    }

    /** Runs the work, which is interrupted when a signal ends the JVM meanwhile. */
    private static int guard(ToIntFunction<JdkProcessRunner> work) {
        JdkProcessRunner runner = new JdkProcessRunner(System.getenv());
        CountDownLatch finished = new CountDownLatch(1);
        Thread worker = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(worker, finished, runner), "interruption"));
        try {
            return work.applyAsInt(runner);
        } finally {
            finished.countDown();
        }
    }

    private static void interrupt(Thread worker, CountDownLatch finished, JdkProcessRunner runner) {
        if (finished.getCount() == 0) {
            return;
        }
        worker.interrupt();
        try {
            finished.await(CLEANUP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        runner.endAll();
        // The JVM's own code would be 143 after SIGTERM.
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
    }
}
