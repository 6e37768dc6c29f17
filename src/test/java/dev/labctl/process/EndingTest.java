package dev.labctl.process;

import static dev.labctl.process.Children.LONG_GRACE;
import static dev.labctl.process.Children.SHORT_GRACE;
import static dev.labctl.process.Children.assertAllEnded;
import static dev.labctl.process.Children.later;
import static dev.labctl.process.Children.sh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.time.Deadline;
import dev.labctl.time.TimeSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are ended by the deadline, by an interrupt, or by the end of labctl. */
@Timeout(60)
class EndingTest {
    /** The child, a grandchild and a great-grandchild. */
    private static final String TREE =
            """
            echo pid $$
            sh -c 'echo pid $$; sleep 1000 & echo pid $!; echo ready; wait' &
            wait
            """;

    private static final String DEAF = "trap '' TERM; " + TREE;

    /**
     * A shell that is ready when it cannot miss a signal any more. One that arrives while a command is being started in
     * the foreground is recorded when the command has ended.
     */
    private static final String WAITING = "sh -c 'echo ready; exec sleep 1000' & wait";

    @TempDir
    Path folder;

    private final ManualTime time = new ManualTime();

    @AfterEach
    void nothingIsLeft() throws InterruptedException {
        Children.assertNothingIsLeft();
    }

    @Test
    void theDeadlineEndsAllDescendants() {
        ProcessResult result = runUntilReady(LONG_GRACE, sh(TREE + "echo not reached"));

        assertThat(result).isInstanceOf(ProcessResult.TimedOut.class);
        assertThat(result.stdout().lines()).hasSize(4).endsWith("ready");
        assertAllEnded(3, result.stdout());
    }

    @Test
    void theMachinesClockEndsIt() {
        Deadline deadline = Deadline.in(Duration.ofMillis(200), TimeSource.system());

        ProcessResult result = new JdkProcessRunner(Children.ENVIRONMENT).run(sh("sleep 1000"), deadline, line -> {});

        assertThat(result).isInstanceOf(ProcessResult.TimedOut.class);
        assertThat(deadline.passed()).isTrue();
    }

    @Test
    void aProgramGetsATerminationRequestBeforeItIsKilled() {
        ProcessResult result = runUntilReady(LONG_GRACE, sh("trap 'echo cleaned up; exit 0' TERM; " + WAITING));

        assertThat(result).isInstanceOf(ProcessResult.TimedOut.class);
        assertThat(result.stdout().lastLines(1)).containsExactly("cleaned up");
    }

    @Test
    void aProcessThatIgnoresTheRequestIsKilled() {
        ProcessResult result = runUntilReady(SHORT_GRACE, sh(DEAF));

        assertThat(result).isInstanceOf(ProcessResult.TimedOut.class);
        assertAllEnded(3, result.stdout());
    }

    @Test
    void aStoppedProcessIsKilled() {
        ProcessResult result = runUntilReady(SHORT_GRACE, sh("echo pid $$; echo ready; kill -STOP $$"));

        assertThat(result).isInstanceOf(ProcessResult.TimedOut.class);
        assertAllEnded(1, result.stdout());
    }

    /** If the machine is too slow to start anything within the grace period, the period is doubled. */
    @Test
    void aProcessStartedDuringTheGracePeriodIsKilled() {
        Duration grace = Duration.ofMillis(500);
        ProcessResult result = startDuring(grace);
        while (Children.countReported(result.stdout()) < 2 && grace.compareTo(Duration.ofSeconds(16)) < 0) {
            assertAllEnded(1, result.stdout());
            grace = grace.multipliedBy(2);
            result = startDuring(grace);
        }

        assertThat(result).isInstanceOf(ProcessResult.TimedOut.class);
        assertAllEnded(2, result.stdout());
    }

    private ProcessResult startDuring(Duration grace) {
        return runUntilReady(
                new Limits(1 << 20, 1024, grace, Duration.ofSeconds(10)),
                sh("trap 'sleep 1000 & echo pid $!; wait' TERM; echo pid $$; " + WAITING));
    }

    @Test
    void inputThatIsNeverReadDoesNotBlockTheEnd() {
        ProcessResult result = runUntilReady(
                LONG_GRACE, sh("echo pid $$; echo ready; exec sleep 1000").reading("x".repeat(1 << 20)));

        assertThat(result).isInstanceOf(ProcessResult.TimedOut.class);
        assertAllEnded(1, result.stdout());
    }

    @Test
    void outputUntilTheEndIsCaptured() {
        ProcessResult result =
                runUntilReady(LONG_GRACE, sh("seq 1 1000 >&2; echo ready; printf 'no end'; exec sleep 1000"));

        assertThat(result.stderr().lastLines(1)).containsExactly("1000");
        assertThat(result.stdout().text()).startsWith("ready\n");
    }

    @Test
    void aListenerThatNeverReturnsDoesNotBlockTheEnd() {
        Limits limits = new Limits(1 << 20, 1024, Duration.ofSeconds(60), Duration.ofMillis(100));
        CompletableFuture<Void> never = new CompletableFuture<>();
        RecordedLines recorded = new RecordedLines(() -> {
            time.advance(Duration.ofHours(1));
            never.join();
        });

        ProcessSpec command = sh("echo pid $$; echo ready; exec sleep 1000");
        try {
            ProcessResult result = new JdkProcessRunner(Children.ENVIRONMENT, limits)
                    .run(command, Deadline.in(Duration.ofMinutes(1), time), recorded);

            assertThat(result).isInstanceOf(ProcessResult.TimedOut.class);
            assertAllEnded(1, result.stdout());
        } finally {
            never.complete(null);
        }
    }

    @Test
    void anInterruptEndsAllDescendants() throws Exception {
        RecordedLines recorded = new RecordedLines();
        Running running = new Running(new JdkProcessRunner(Children.ENVIRONMENT, LONG_GRACE), sh(TREE), recorded);
        recorded.awaitReady();

        running.interrupt();

        ProcessResult result = running.result();
        assertThat(result).isInstanceOf(ProcessResult.Interrupted.class);
        assertThat(running.flag()).isTrue();
        assertAllEnded(3, result.stdout());
    }

    @Test
    void furtherInterruptsDoNotPreventTheEnd() throws Exception {
        RecordedLines recorded = new RecordedLines();
        Running running = new Running(new JdkProcessRunner(Children.ENVIRONMENT, SHORT_GRACE), sh(DEAF), recorded);
        recorded.awaitReady();

        Children.await(() -> {
            running.interrupt();
            return !running.isAlive();
        });

        ProcessResult result = running.result();
        assertThat(result).isInstanceOf(ProcessResult.Interrupted.class);
        assertThat(running.flag()).isTrue();
        assertAllEnded(3, result.stdout());
    }

    @Test
    void anInterruptedThreadStartsNothing() {
        ProcessSpec command = sh("exit 0");
        Thread.currentThread().interrupt();

        ProcessResult result = new JdkProcessRunner(Children.ENVIRONMENT).run(command, later(), line -> {});

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result).isEqualTo(new ProcessResult.Interrupted(command, Output.EMPTY, Output.EMPTY));
    }

    @Test
    void endAllEndsAllProgramsAndPreventsNewOnes() throws Exception {
        JdkProcessRunner runner = new JdkProcessRunner(Children.ENVIRONMENT, SHORT_GRACE);
        RecordedLines first = new RecordedLines();
        RecordedLines second = new RecordedLines();
        Running tree = new Running(runner, sh(TREE), first);
        Running deaf = new Running(runner, sh(DEAF), second);
        first.awaitReady();
        second.awaitReady();

        runner.endAll();

        assertThat(ProcessHandle.current().descendants().filter(Children::runs)).isEmpty();
        for (Running running : List.of(tree, deaf)) {
            ProcessResult result = running.result();
            assertThat(result).isInstanceOf(ProcessResult.Interrupted.class);
            assertThat(running.flag()).isFalse();
            assertAllEnded(3, result.stdout());
        }
        Path file = folder.resolve("made");
        assertThat(runner.run(sh("touch \"$1\"", file.toString()), later(), line -> {}))
                .isInstanceOf(ProcessResult.Interrupted.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void endAllReturnsImmediatelyIfNothingRuns() {
        JdkProcessRunner runner = new JdkProcessRunner(Children.ENVIRONMENT, LONG_GRACE);
        runner.run(sh("exit 0"), later(), line -> {});
        long start = System.nanoTime();

        runner.endAll();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG_GRACE.grace());
    }

    @Test
    void aShutdownHookEndsTheChildren() {
        ProcessSpec command = ProcessSpec.of(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        HookedProgram.classPath(),
                        HookedProgram.class.getName(),
                        TREE));
        AtomicReference<ProcessHandle> jvm = new AtomicReference<>();
        Consumer<String> listener = line -> {
            if (line.startsWith("jvm ")) {
                jvm.set(ProcessHandle.of(Long.parseLong(line.substring("jvm ".length())))
                        .orElseThrow());
            } else if (line.equals("ready")) {
                jvm.get().destroy();
            }
        };

        ProcessResult result = new JdkProcessRunner(Children.ENVIRONMENT).run(command, later(), listener);

        assertThat(result).isInstanceOfSatisfying(ProcessResult.Failed.class, failed -> assertThat(failed.exitCode())
                .isEqualTo(128 + 15));
        assertAllEnded(3, result.stdout());
    }

    @Test
    void aZombieIsNotRunning() throws Exception {
        RecordedLines recorded = new RecordedLines();
        JdkProcessRunner runner = new JdkProcessRunner(Children.ENVIRONMENT, LONG_GRACE);
        // What the shell turns into never reaps the sleep. The shell itself would: it must be gone before that ends.
        Path file = Files.writeString(folder.resolve("file"), "ready\n");
        ProcessSpec command = sh("sleep 1000 & echo pid $!; exec tail -f \"$1\"", file.toString());
        Running running = new Running(runner, command, recorded);
        recorded.awaitReady();
        ProcessHandle child = Children.reported(outputOf(recorded)).get(0);

        child.destroyForcibly();
        Children.await(() -> !ProcessTree.isRunning(child));

        assertThat(child.isAlive()).isTrue();
        running.interrupt();
        assertThat(running.result()).isInstanceOf(ProcessResult.Interrupted.class);
    }

    private ProcessResult runUntilReady(Limits limits, ProcessSpec command) {
        RecordedLines recorded = new RecordedLines(() -> time.advance(Duration.ofHours(1)));
        return new JdkProcessRunner(Children.ENVIRONMENT, limits)
                .run(command, Deadline.in(Duration.ofMinutes(1), time), recorded);
    }

    private static Output outputOf(RecordedLines recorded) {
        return new Output(String.join("\n", recorded.lines()));
    }
}
