package dev.labctl.process;

import static dev.labctl.process.Children.later;
import static dev.labctl.process.Children.sh;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that outlive the program and hold its output open. A slow machine may not read within a short drain what a
 * program wrote last: here it ends when its lines were recorded, or the drain is long.
 */
@Timeout(60)
class OrphanTest {
    private static final Limits SHORT_DRAIN = new Limits(1 << 20, 1024, Duration.ofSeconds(60), Duration.ofSeconds(1));

    private static final String AWAIT = "await() { until [ -e \"$1\" ]; do sleep 0.05; done; }; ";

    @TempDir
    Path folder;

    private ProcessResult result;

    @AfterEach
    void endTheOrphan() throws InterruptedException {
        Children.reported(result.stdout()).forEach(ProcessHandle::destroyForcibly);
        Children.await(() -> Children.reported(result.stdout()).stream().noneMatch(Children::runs));
    }

    private void run(Limits limits, ProcessSpec command, Consumer<String> lines) {
        result = new JdkProcessRunner(Children.ENVIRONMENT, limits).run(command, later(), lines);
    }

    private static void make(Path file) {
        assertThat(file.toFile().mkdir()).isTrue();
    }

    /** Not by {@code onExit}: the JDK may complete it only after the program's streams are no longer read. */
    private static void awaitEnd(long pid) {
        try {
            Children.await(() -> ProcessHandle.of(pid).filter(Children::runs).isEmpty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The program ends only when a line of it was heard: of one that ends within a moment the pipes are not known. */
    private void runUntilHeard(Limits limits, String script) {
        Path recorded = folder.resolve("recorded");
        String whole = AWAIT + script + "; echo ready; await \"$1\"; exit 5";

        run(
                limits,
                sh(whole, recorded.toString(), folder.resolve("last").toString()),
                new RecordedLines(() -> make(recorded)));

        assertThat(result).isInstanceOfSatisfying(ProcessResult.Failed.class, failed -> assertThat(failed.exitCode())
                .isEqualTo(5));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void orphansThatHoldTheOutputAreEnded() {
        runUntilHeard(
                new Limits(1 << 20, 1024, Duration.ofMillis(300), Duration.ofSeconds(1)),
                "sh -c 'echo pid $$; sleep 1000 & wait' & sleep 1000 2>&1 >/dev/null & echo pid $!;"
                        + " (trap '' TERM HUP; sleep 1000) & echo pid $!");

        assertThat(Children.countReported(result.stdout())).isPositive();
        assertThat(Children.reported(result.stdout())).as("still running").noneMatch(Children::runs);
    }

    /** What a tool leaves running on purpose, such as an agent for credentials. */
    @Test
    void aDaemonThatLetsGoOfTheOutputIsNeitherAwaitedNorEnded() {
        run(Children.LONG_DRAIN, sh("sleep 1000 >/dev/null 2>&1 & echo pid $!"), line -> {});

        assertThat(result).isInstanceOf(ProcessResult.Succeeded.class);
        assertThat(Children.reported(result.stdout()))
                .as("left alone")
                .hasSize(1)
                .allMatch(Children::runs);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anOrphanThatKeepsWritingIsEnded() {
        runUntilHeard(SHORT_DRAIN, "yes >&2 & echo pid $!");

        Children.assertAllEnded(1, result.stdout());
    }

    /** One that is about to end, such as the last command of a pipe, is not disturbed. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void anOrphanMayEndByItself() {
        runUntilHeard(Children.LONG_DRAIN, "(await \"$1\"; sleep 0.3; mkdir \"$2\") & echo pid $!");

        assertThat(folder.resolve("last")).exists();
    }

    @Test
    void outputIsReportedCompletelyAfterTheEnd() {
        RecordedLines recorded = new RecordedLines();
        Consumer<String> listener = line -> {
            if (line.startsWith("shell ")) {
                awaitEnd(Long.parseLong(line.substring("shell ".length())));
            }
            // Only now, so that the streams are held open until the program has ended.
            Children.reported(new Output(line)).forEach(ProcessHandle::destroyForcibly);
            recorded.accept(line);
        };

        run(Children.LONG_DRAIN, sh("sleep 1000 & echo shell $$; echo pid $!; echo out; echo err >&2"), listener);

        assertThat(result).isInstanceOf(ProcessResult.Succeeded.class);
        assertThat(result.stdout().lines()).hasSize(3).endsWith("out");
        assertThat(result.stderr().text()).isEqualTo("err\n");
        assertThat(recorded.lines())
                .containsSubsequence(result.stdout().lines())
                .contains("err")
                .hasSize(4);
    }

    @Test
    void noLineIsReportedAfterTheEnd() throws InterruptedException {
        Path heardReady = folder.resolve("recorded");
        Path returned = folder.resolve("returned");
        RecordedLines recorded = new RecordedLines(() -> make(heardReady));
        String script = AWAIT + "(await \"$2\"; echo late) & echo pid $!; echo ready; await \"$1\"";
        run(SHORT_DRAIN, sh(script, heardReady.toString(), returned.toString()), recorded);

        make(returned);

        Children.await(() -> Children.reported(result.stdout()).stream().noneMatch(Children::runs));
        Children.await(Children::noThreadIsLeft);
        assertThat(recorded.lines()).contains("ready").doesNotContain("late");
    }
}
