package dev.labctl.fuzz;

import dev.labctl.cli.Console;
import dev.labctl.cli.Console.Ended;
import dev.labctl.failure.ExitCode;
import dev.labctl.process.ProcessRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The faults of many commands, each with the first case in which it came up. */
final class FaultList {
    private static final Path KEPT = Path.of("target/fuzz");

    private final Console labctl;
    private final Map<String, String> found = new TreeMap<>();
    private long runs;

    FaultList(Console labctl) {
        this.labctl = labctl;
    }

    /** What {@link Faults} calls the fault, and the case with its command line. */
    Map<String, String> found() {
        return found;
    }

    /**
     * Runs a command.
     *
     * @param files what it reads, kept in {@code target/fuzz} where it has a fault that no case before it had
     * @return whether it took its input
     */
    boolean run(String name, List<String> line, Map<String, String> files) {
        return run(name, line, () -> files, () -> labctl.run(line.toArray(String[]::new)));
    }

    /** Runs a command with tools that answer as they like; the files are what they said. */
    void run(String name, List<String> line, Supplier<Map<String, String>> files, ProcessRunner tools) {
        run(name, line, files, () -> labctl.run(tools, line.toArray(String[]::new)));
    }

    private boolean run(String name, List<String> line, Supplier<Map<String, String>> files, Supplier<Ended> command) {
        runs++;
        try {
            Ended ended = Watchdog.run(command);
            Faults.of(ended, line).forEach(fault -> keep(fault, name, line, files.get()));
            return ended.code() != ExitCode.INVALID.number();
        } catch (IllegalStateException e) {
            keep(line.get(0) + ": " + e.getMessage(), name, line, files.get());
            return false;
        }
    }

    /** How many commands have run. */
    long runs() {
        return runs;
    }

    private void keep(String fault, String name, List<String> line, Map<String, String> files) {
        String call = "labctl " + String.join(" ", line);
        if (found.putIfAbsent(fault, name + ": " + call) == null) {
            files.forEach((file, text) -> Fuzzing.write(KEPT.resolve(name).resolve(file), text));
            Fuzzing.write(KEPT.resolve(name).resolve(line.get(0) + ".txt"), fault + "\n" + call + "\n");
        }
    }
}
