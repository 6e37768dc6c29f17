package dev.labctl.process;

import static dev.labctl.process.Children.later;
import static dev.labctl.process.Children.sh;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that exit by themselves. */
@Timeout(60)
class JdkProcessRunnerTest {
    @TempDir
    Path folder;

    private final JdkProcessRunner runner = new JdkProcessRunner(Children.ENVIRONMENT, Children.LONG_DRAIN);

    @AfterEach
    void nothingIsLeft() throws InterruptedException {
        Children.assertNothingIsLeft();
    }

    @Test
    void success() {
        ProcessSpec command = sh("echo out; echo err >&2");

        ProcessResult result = run(command);

        assertThat(result).isInstanceOf(ProcessResult.Succeeded.class);
        assertThat(result.command()).isSameAs(command);
        assertThat(result.stdout()).isEqualTo(new Output("out\n"));
        assertThat(result.stderr()).isEqualTo(new Output("err\n"));
    }

    @Test
    void aFailureHasTheOutputOfBothStreams() {
        ProcessResult result = run(sh("seq 1 1000; seq 1001 2000 >&2; exit 3"));

        assertThat(result).isInstanceOfSatisfying(ProcessResult.Failed.class, failed -> assertThat(failed.exitCode())
                .isEqualTo(3));
        assertThat(result.stdout().lastLines(2)).containsExactly("999", "1000");
        assertThat(result.stderr().lastLines(2)).containsExactly("1999", "2000");
    }

    @Test
    void aSignalIsReportedAsExitCode() {
        ProcessResult result = run(sh("echo before; kill -KILL $$"));

        assertThat(result).isInstanceOfSatisfying(ProcessResult.Failed.class, failed -> assertThat(failed.exitCode())
                .isEqualTo(128 + 9));
        assertThat(result.stdout().text()).isEqualTo("before\n");
    }

    @Test
    void argumentsArePassedExactly() {
        String[] words = {"", " ", "a b", "it's", "\"q\"", "a\nb", "*", "$HOME", "$(id)", "`id`", "\\", "-n", "é😀", ""
        };

        ProcessResult result = run(sh("for word; do printf '%s\\0' \"$word\"; done", words));

        assertThat(result.stdout().text().split("\0", -1)).startsWith(words).hasSize(words.length + 1);
    }

    @Test
    void theEnvironmentIsFiltered() {
        Map<String, String> parent = Map.of(
                "PATH", "/usr/bin:/bin",
                "HOME", "/home/reader",
                "KUBECONFIG", "/home/reader/.kube/config",
                "KIND_CLUSTER_NAME", "production",
                "CILIUM_NAMESPACE", "elsewhere",
                "LD_PRELOAD", "",
                "JAVA_TOOL_OPTIONS", "-version",
                "DOCKER_HOST", "ssh://far");
        ProcessSpec command =
                ProcessSpec.of(program("env"), List.of()).with(Map.of("KUBECONFIG", "/tmp/a b", "OWN", "1\n2"));

        ProcessResult result = new JdkProcessRunner(parent, Children.LONG_DRAIN).run(command, later(), line -> {});

        assertThat(result.stdout().lines())
                .containsExactlyInAnyOrder(
                        "PATH=/usr/bin:/bin",
                        "HOME=/home/reader",
                        "DOCKER_HOST=ssh://far",
                        "LC_ALL=C.UTF-8",
                        "NO_COLOR=1",
                        "KUBECONFIG=/tmp/a b",
                        "OWN=1",
                        "2");
    }

    @Test
    void withoutTextTheInputIsClosed() {
        ProcessResult result = run(ProcessSpec.of(program("cat"), List.of()));

        assertThat(result).isInstanceOf(ProcessResult.Succeeded.class);
        assertThat(result.stdout()).isEqualTo(Output.EMPTY);
    }

    @Test
    void inputIsWrittenWhileOutputIsRead() {
        String text = "€ 0123456789\n".repeat(80_000);

        ProcessResult result = run(ProcessSpec.of(program("cat"), List.of()).reading(text));

        assertThat(text.length()).isGreaterThan(1024 * 1024 - 100_000);
        assertThat(result).isInstanceOf(ProcessResult.Succeeded.class);
        assertThat(result.stdout().text()).isEqualTo(text);
    }

    /** 100 MB without a line break, in no encoding: the end is kept, in bounded memory. */
    @Test
    void ofOutputWithoutAnEndTheEndIsKept() {
        AtomicInteger longest = new AtomicInteger();
        ProcessSpec command = sh("head -c 100000000 /dev/zero | tr '\\0' '\\377'; printf end");

        ProcessResult result = runner.run(command, later(), line -> longest.accumulateAndGet(line.length(), Math::max));

        assertThat(result).isInstanceOf(ProcessResult.Succeeded.class);
        assertThat(result.stdout().text()).endsWith("\ufffdend").hasSizeLessThanOrEqualTo(4 * 1024 * 1024);
        assertThat(longest.get()).isLessThanOrEqualTo(64 * 1024);
    }

    @Test
    void emptyTextIsAnEmptyInput() {
        assertThat(run(sh("wc -c").reading("")).stdout().text().strip()).isEqualTo("0");
    }

    @Test
    void unreadInputIsIgnored() {
        assertThat(run(sh("exit 0").reading("x".repeat(1024 * 1024)))).isInstanceOf(ProcessResult.Succeeded.class);
    }

    @Test
    void closedInputIsIgnored() {
        ProcessResult result = run(sh("exec <&-; sleep 0.1; echo went on").reading("x".repeat(1024 * 1024)));

        assertThat(result).isInstanceOf(ProcessResult.Succeeded.class);
        assertThat(result.stdout().text()).isEqualTo("went on\n");
    }

    @Test
    void largeOutputOnBothStreamsIsRead() {
        int size = 12_000_000;
        int limit = Limits.STANDARD.captureLength();
        String script =
                """
                flood() { head -c "$1" /dev/zero | tr '\\0' "$2"; echo; echo "last of $2"; }
                flood "$1" o &
                flood "$1" e >&2
                wait
                """;

        ProcessResult result = run(sh(script, Integer.toString(size)));

        assertThat(result).isInstanceOf(ProcessResult.Succeeded.class);
        assertFlooded(result.stdout(), limit, "o");
        assertFlooded(result.stderr(), limit, "e");
    }

    private static void assertFlooded(Output output, int limit, String letter) {
        String end = "\nlast of " + letter + "\n";
        assertThat(output.text()).isEqualTo(letter.repeat(limit - end.length()) + end);
    }

    @Test
    void linesAreReportedInOrder() {
        RecordedLines recorded = new RecordedLines();

        runner.run(sh("seq 1 20000; seq -f err%g 1 10 >&2"), later(), recorded);

        Map<Boolean, List<String>> byStream =
                recorded.lines().stream().collect(Collectors.partitioningBy(line -> line.startsWith("err")));
        assertThat(byStream.get(false)).isEqualTo(numbers(20_000));
        assertThat(byStream.get(true))
                .isEqualTo(numbers(10).stream().map(number -> "err" + number).toList());
    }

    @Test
    void linesAreReportedWhileTheProgramRuns() throws IOException {
        Path fifo = folder.resolve("answer");
        run(ProcessSpec.of(program("mkfifo"), List.of(fifo.toString())));
        RecordedLines recorded = new RecordedLines(() -> write(fifo, "heard you\n"));

        ProcessResult result = runner.run(sh("echo ready; cat \"$1\"", fifo.toString()), later(), recorded);

        assertThat(result.stdout().text()).isEqualTo("ready\nheard you\n");
    }

    @Test
    void lineEndsAreRecognised() {
        RecordedLines recorded = new RecordedLines();

        ProcessResult result = runner.run(sh("printf '10%%\\r20%%\\rdone\\r\\n\\nlast'"), later(), recorded);

        assertThat(recorded.lines()).containsExactly("10%", "20%", "done", "", "last");
        assertThat(result.stdout().text()).isEqualTo("10%\r20%\rdone\r\n\nlast");
    }

    @Test
    void aLongLineIsReportedInParts() {
        RecordedLines recorded = new RecordedLines();

        ProcessResult result = runner.run(sh("head -c 200000 /dev/zero | tr '\\0' x"), later(), recorded);

        assertThat(recorded.lines().stream().map(String::length))
                .containsExactly(65_536, 65_536, 65_536, 200_000 - 3 * 65_536);
        assertThat(result.stdout().text()).isEqualTo("x".repeat(200_000));
    }

    @Test
    void invalidUtf8IsReplaced() {
        RecordedLines recorded = new RecordedLines();

        ProcessResult result = runner.run(sh("printf '\\277a\\377b\\n\\303'"), later(), recorded);

        assertThat(result.stdout().text()).isEqualTo("\uFFFDa\uFFFDb\n\uFFFD");
        assertThat(recorded.lines()).containsExactly("\uFFFDa\uFFFDb", "\uFFFD");
    }

    @Test
    void aListenerThatThrowsLosesNoOutput() {
        Consumer<String> broken = line -> {
            // Once where the thread reports it, and no noise for the rest.
            Thread.currentThread().setUncaughtExceptionHandler((thread, problem) -> {});
            throw new IllegalStateException("broken");
        };

        ProcessResult result = runner.run(sh("seq 1 50000; seq 1 50000 >&2; exit 4"), later(), broken);

        assertThat(result).isInstanceOfSatisfying(ProcessResult.Failed.class, failed -> assertThat(failed.exitCode())
                .isEqualTo(4));
        assertThat(result.stdout().lines()).isEqualTo(numbers(50_000));
        assertThat(result.stderr().lines()).isEqualTo(numbers(50_000));
    }

    @Test
    void concurrentProgramsHaveSeparateOutputs() {
        List<String> texts = IntStream.range(0, 40)
                .parallel()
                .mapToObj(i -> run(sh("seq $1 $(($1 + 999))", Integer.toString(1000 * i))))
                .map(result -> result.stdout().text())
                .toList();

        for (int i = 0; i < texts.size(); i++) {
            assertThat(texts.get(i).lines().map(Integer::parseInt))
                    .isEqualTo(IntStream.range(1000 * i, 1000 * (i + 1)).boxed().toList());
        }
    }

    private ProcessResult run(ProcessSpec command) {
        return runner.run(command, later(), line -> {});
    }

    private static Path program(String name) {
        return new Executables(Children.ENVIRONMENT, "Linux").find(name).orElseThrow();
    }

    private static List<String> numbers(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(Integer::toString).toList();
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
