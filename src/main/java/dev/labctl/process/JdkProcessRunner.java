package dev.labctl.process;

import dev.labctl.time.Deadline;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs external programs as child processes of this JVM. Thread-safe.
 *
 * <p>A program gets the environment of {@link ChildEnvironment}, the working directory of this JVM, and no terminal: its input
 * is the command's text or empty. The last 4 Mi characters of each output stream are kept; a line of more than 64 Ki is
 * reported in parts. To end a program, the runner sends a termination request, and 3 seconds later kills it with all remaining descendants.
 * A process that outlives the program and holds its output is ended, too, two seconds after it, where the system shows who holds
 * what ({@link PipeHolders}); a daemon, which lets go of the output, is left running and is not awaited.
 *
 * <p>The JVM does not end its children when it exits: the creator of a runner must call {@link #endAll} in a shutdown hook.
 */
public final class JdkProcessRunner implements ProcessRunner {
    private static final File NULL_DEVICE = new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");

    /** A deadline's clock may differ from the machine's, so it must be polled. */
    private static final Duration POLL = Duration.ofMillis(100);

    private static final Pattern SYSTEM_ERROR = Pattern.compile("error(?:=\\d+, |: \\d+ \\()(.+?)\\)?\\s*$");

    private enum Ending {
        EXIT,
        DEADLINE,
        INTERRUPT
    }

    private final Map<String, String> parentEnvironment;
    private final Limits limits;
    private final LiveProcesses live = new LiveProcesses();

    /** @param parentEnvironment the environment of labctl itself, filtered by {@link ChildEnvironment} */
    public JdkProcessRunner(Map<String, String> parentEnvironment) {
        this(parentEnvironment, Limits.STANDARD);
    }

    JdkProcessRunner(Map<String, String> parentEnvironment, Limits limits) {
        this.parentEnvironment = Map.copyOf(parentEnvironment);
        this.limits = limits;
    }

    @Override
    public ProcessResult run(ProcessSpec command, Deadline deadline, Consumer<String> lines) {
        if (Thread.currentThread().isInterrupted()) {
            return neverRan(command);
        }
        if (deadline.passed()) {
            return new ProcessResult.TimedOut(command, Output.EMPTY, Output.EMPTY);
        }
        Optional<String> defect = ExecutableFormat.defect(command.executable());
        if (defect.isPresent()) {
            return new ProcessResult.NotStarted(command, defect.get());
        }
        try {
            return live.start(builder(command))
                    .map(started -> follow(started, command, deadline, lines))
                    .orElseGet(() -> neverRan(command));
        } catch (IOException e) {
            return new ProcessResult.NotStarted(command, systemError(e));
        }
    }

    /**
     * Ends all running programs with their descendants; their {@link #run} calls then return {@link
     * ProcessResult.Interrupted}, as does every later call, without starting a program. Returns when they have ended, at the
     * latest some seconds after the grace period, and immediately if none runs.
     */
    public void endAll() {
        ProcessTree.end(live.close(), limits.grace());
    }

    private ProcessBuilder builder(ProcessSpec command) {
        List<String> argv = new ArrayList<>();
        argv.add(command.executable().toString());
        argv.addAll(command.arguments());
        ProcessBuilder builder = new ProcessBuilder(argv);
        builder.environment().clear();
        builder.environment().putAll(ChildEnvironment.of(parentEnvironment, command.environment()));
        if (command.stdin().isEmpty()) {
            builder.redirectInput(NULL_DEVICE);
        }
        return builder;
    }

    private ProcessResult follow(Started started, ProcessSpec command, Deadline deadline, Consumer<String> lines) {
        Process process = started.process();
        ProgramStreams streams = ProgramStreams.serve(process, command, lines, limits);
        Ending ending = await(process, deadline);
        if (ending != Ending.EXIT) {
            ProcessTree.end(List.of(process.toHandle()), limits.grace());
        }
        long ended = System.nanoTime();
        streams.finish();
        started.holders().end(limits.drain().minusNanos(System.nanoTime() - ended), limits.grace());
        // Not in a finally block: endAll ends what a defect of labctl leaves running.
        live.remove(process);
        return result(process, ending, command, streams);
    }

    private static Ending await(Process process, Deadline deadline) {
        try {
            while (!process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                if (deadline.passed()) {
                    return Ending.DEADLINE;
                }
            }
            return Ending.EXIT;
        } catch (InterruptedException e) {
            return Ending.INTERRUPT;
        }
    }

    private ProcessResult result(Process process, Ending ending, ProcessSpec command, ProgramStreams streams) {
        Output stdout = streams.stdout();
        Output stderr = streams.stderr();
        if (ending == Ending.INTERRUPT) {
            Thread.currentThread().interrupt();
        }
        if (ending == Ending.INTERRUPT || live.isClosed()) {
            return new ProcessResult.Interrupted(command, stdout, stderr);
        }
        if (ending == Ending.DEADLINE) {
            return new ProcessResult.TimedOut(command, stdout, stderr);
        }
        return process.exitValue() == 0
                ? new ProcessResult.Succeeded(command, stdout, stderr)
                : new ProcessResult.Failed(command, process.exitValue(), stdout, stderr);
    }

    private static ProcessResult neverRan(ProcessSpec command) {
        return new ProcessResult.Interrupted(command, Output.EMPTY, Output.EMPTY);
    }

    /** The system's error in Java's message. */
    private static String systemError(IOException e) {
        String message = String.valueOf(e.getMessage());
        Matcher matcher = SYSTEM_ERROR.matcher(message);
        return matcher.find() ? matcher.group(1) : message;
    }

    private record Started(Process process, PipeHolders holders) {}

    /** The running processes. Starting and closing are mutually exclusive, so that no process is started after a close. */
    private static final class LiveProcesses {
        private final Set<Process> processes = new HashSet<>();
        private boolean closed;

        /** Starts a process; empty if closed. */
        synchronized Optional<Started> start(ProcessBuilder builder) throws IOException {
            if (closed) {
                return Optional.empty();
            }
            Process process = builder.start();
            PipeHolders holders = PipeHolders.of(process);
            processes.add(process);
            return Optional.of(new Started(process, holders));
        }

        synchronized void remove(Process process) {
            processes.remove(process);
        }

        synchronized boolean isClosed() {
            return closed;
        }

        /** Lists all processes; no process can be started afterwards. */
        synchronized List<ProcessHandle> close() {
            closed = true;
            return processes.stream().map(Process::toHandle).toList();
        }
    }
}
