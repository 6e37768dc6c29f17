package dev.labctl.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.time.Deadline;
import dev.labctl.time.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Helpers for tests of real child processes. Scripts report the processes that they start in lines like "pid 123". */
final class Children {
    static final Map<String, String> ENVIRONMENT = Map.of("PATH", System.getenv("PATH"));
    static final Limits LONG_GRACE =
            new Limits(Limits.STANDARD.captureLength(), 1024, Duration.ofSeconds(60), Duration.ofSeconds(10));
    static final Limits SHORT_GRACE =
            new Limits(Limits.STANDARD.captureLength(), 1024, Duration.ofMillis(300), Duration.ofSeconds(10));

    /** For programs that exit by themselves: their output is read completely on slow machines, too. */
    static final Limits LONG_DRAIN = new Limits(
            Limits.STANDARD.captureLength(),
            Limits.STANDARD.lineLength(),
            Limits.STANDARD.grace(),
            Duration.ofSeconds(30));

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Children() {}

    static ProcessSpec sh(String script, String... arguments) {
        List<String> words = new ArrayList<>(List.of("-c", script, "sh"));
        words.addAll(List.of(arguments));
        return ProcessSpec.of(Path.of("/bin/sh"), words);
    }

    /** Later than any test should take. */
    static Deadline later() {
        return Deadline.in(Duration.ofMinutes(2), TimeSource.system());
    }

    static List<ProcessHandle> reported(Output... outputs) {
        return Stream.of(outputs)
                .flatMap(output -> output.lines().stream())
                .filter(line -> line.startsWith("pid "))
                .map(line -> Long.parseLong(line.substring("pid ".length())))
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .toList();
    }

    static long countReported(Output output) {
        return output.lines().stream().filter(line -> line.startsWith("pid ")).count();
    }

    /** A zombie, which waits to be reaped, has no command. */
    static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    static void assertAllEnded(int count, Output... outputs) {
        assertThat(Stream.of(outputs).mapToLong(Children::countReported).sum())
                .as("reported processes")
                .isEqualTo(count);
        assertThat(reported(outputs).stream().filter(Children::runs))
                .as("still running")
                .isEmpty();
    }

    /** Kills what remains, because it would fail later tests. */
    static void assertNothingIsLeft() throws InterruptedException {
        try {
            await(() -> ProcessHandle.current().descendants().noneMatch(Children::runs));
            await(Children::noThreadIsLeft);
        } finally {
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        }
    }

    static boolean noThreadIsLeft() {
        return Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().matches(".+\\[\\d+] std(in|out|err)"));
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
            Thread.sleep(5);
        }
    }
}
