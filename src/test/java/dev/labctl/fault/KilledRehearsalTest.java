package dev.labctl.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cli.Console;
import dev.labctl.fault.KillCase.Call;
import dev.labctl.fault.KillCase.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A labctl that is ended at any moment of a rehearsal: the same call again leads to the state of an undisturbed one, object by
 * object and file by file. {@code .github/CONTRIBUTING.md} says how to run it for longer, and one case alone.
 */
class KilledRehearsalTest {
    private static final int IN_VERIFY = 3;
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path folder;

    private final Map<String, EndState> undisturbed = new TreeMap<>();

    @Test
    void theSameCallGoesOnFromWhereverItWasKilled() throws IOException, InterruptedException {
        long first = Long.getLong("kill.first", 0);
        List<Long> numbers = LongStream.range(first, first + Long.getLong("kill.cases", IN_VERIFY))
                .boxed()
                .toList();
        List<String> wrong = new ArrayList<>();
        Map<String, Integer> outcomes = new TreeMap<>();
        for (long number : numbers) {
            KillCase killed = KillCase.of(number);
            Machine machine = new Machine(folder.resolve("case-" + number));
            killed.call().before().forEach(command -> machine.runs(Call.rehearsed(command, killed.lab())));

            int exit = machine.killed(killed);
            outcomes.merge(killed.call().command() + " SIG" + killed.signal() + " exit " + exit, 1, Integer::sum);
            Console.Ended again = machine.run(Call.rehearsed(killed.call().command(), killed.lab()));

            if (again.code() != 0) {
                wrong.add(killed + ": exit " + again.code() + " " + again.err());
            } else if (!machine.end(killed.call()).equals(expected(killed))) {
                wrong.add(killed + ": " + machine.end(killed.call()) + " is not " + expected(killed));
            }
        }
        System.out.println("killed and called again: " + outcomes);
        assertThat(wrong).isEmpty();
    }

    private EndState expected(KillCase killed) {
        return undisturbed.computeIfAbsent(killed.call() + " " + killed.lab(), name -> {
            Machine machine = new Machine(folder.resolve(name.replace(' ', '-')));
            killed.call().before().forEach(command -> machine.runs(Call.rehearsed(command, killed.lab())));
            machine.runs(Call.rehearsed(killed.call().command(), killed.lab()));
            return machine.end(killed.call());
        });
    }

    /** A machine of a reader: calls in this process, and in one that can be killed. */
    private record Machine(Path folder, Console console) {
        Machine(Path folder) {
            this(folder, new Console(folder));
            console.environment.put("PATH", folder.resolve("no-tools").toString());
            console.environment.put(
                    "LABCTL_CHAPTERS", Path.of("chapters").toAbsolutePath().toString());
        }

        Console.Ended run(List<String> arguments) {
            return console.run(arguments.toArray(String[]::new));
        }

        void runs(List<String> arguments) {
            Console.Ended ended = run(arguments);
            assertThat(ended.code()).as(arguments + ended.err()).isZero();
        }

        EndState end(Call call) {
            Path home = folder.resolve("home");
            return EndState.read(home, home.resolve(".local/state/labctl"), call != Call.DOWN);
        }

        /** Runs the call in a process of its own, sends the signal at its moment, and returns the exit code. */
        int killed(KillCase killed) throws IOException, InterruptedException {
            Path progress = folder.resolve("progress");
            List<String> line = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    "dev.labctl.Main"));
            line.addAll(Call.rehearsed(killed.call().command(), killed.lab()));
            ProcessBuilder builder = new ProcessBuilder(line);
            builder.environment().clear();
            builder.environment().putAll(console.environment);
            Process process = builder.redirectError(progress.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            while (process.isAlive() && lines(progress) < killed.afterLines()) {
                Thread.sleep(2);
            }
            Thread.sleep(killed.afterMillis());
            send(killed.signal(), process);
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as(killed + " ends")
                    .isTrue();
            return process.exitValue();
        }

        private static long lines(Path file) throws IOException {
            return Files.readString(file).lines().count();
        }

        private static void send(Signal signal, Process process) throws IOException, InterruptedException {
            if (process.isAlive()) {
                new ProcessBuilder("kill", "-s", signal.name(), Long.toString(process.pid()))
                        .start()
                        .waitFor();
            }
        }
    }
}
