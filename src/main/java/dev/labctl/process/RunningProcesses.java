package dev.labctl.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The processes of this machine that labctl did not start itself. */
public interface RunningProcesses {
    /**
     * Identifies a process permanently: a process id alone is reused.
     *
     * @param started empty if the system does not report it
     */
    record Identity(String host, long pid, Optional<Instant> started) {}

    /** This process. */
    Identity self();

    /**
     * The space in which the ids of processes count: this machine since it was started, and on it the container that this process
     * runs in, if any. Equal texts mean the same space, whatever the machines are called. Empty where the system does not tell.
     */
    Optional<String> space();

    /** Whether the process runs on this machine. */
    boolean runs(Identity process);

    /**
     * A process that a labctl may have started.
     *
     * @param orphan whether what started it has ended: it runs on, and no one waits for it
     */
    record Child(long pid, boolean orphan) {}

    /** This user's processes that run a program with such arguments. */
    List<Child> running(String program, Predicate<List<String>> arguments);

    /** Ends processes with what they have started, and waits for their end. */
    void end(List<Child> processes);

    /** Those of the JDK's process API. */
    final class ThisMachine implements RunningProcesses {
        private static final Duration GRACE = Duration.ofSeconds(5);
        private static final long INIT = 1;

        /** By how much the start of one process may seem to move: Linux computes it from a clock that is corrected meanwhile. */
        private static final Duration CORRECTION = Duration.ofSeconds(5);

        @Override
        public Identity self() {
            ProcessHandle self = ProcessHandle.current();
            return new Identity(host(), self.pid(), self.info().startInstant());
        }

        private static String host() {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return "localhost";
            }
        }

        @Override
        public Optional<String> space() {
            try {
                String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                        .strip();
                return Optional.of(boot + "/" + Files.readSymbolicLink(Path.of("/proc/self/ns/pid")));
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        private static boolean sameStart(Optional<Instant> one, Optional<Instant> other) {
            return (one.isEmpty() || other.isEmpty())
                    ? one.equals(other)
                    : Duration.between(one.get(), other.get()).abs().compareTo(CORRECTION) < 0;
        }

        @Override
        public boolean runs(Identity process) {
            return process.host().equals(host())
                    && ProcessHandle.of(process.pid())
                            .filter(handle -> sameStart(handle.info().startInstant(), process.started()))
                            .filter(handle -> !isZombie(handle.pid()))
                            .isPresent();
        }

        /** It has ended, and stays in Linux's table of processes until its parent asks, which not every parent does. */
        private static boolean isZombie(long pid) {
            try {
                String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
                // The name of the program, in parentheses, can hold any character.
                return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public List<Child> running(String program, Predicate<List<String>> arguments) {
            Optional<String> user = ProcessHandle.current().info().user();
            return ProcessHandle.allProcesses()
                    .filter(handle -> handle.info().user().equals(user))
                    .filter(handle -> runs(handle.info(), program)
                            && handle.info()
                                    .arguments()
                                    .filter(words -> arguments.test(List.of(words)))
                                    .isPresent())
                    .map(handle -> new Child(handle.pid(), isOrphan(handle)))
                    .toList();
        }

        private static boolean runs(ProcessHandle.Info info, String program) {
            return info.command()
                    .filter(path -> path.equals(program) || path.endsWith("/" + program))
                    .isPresent();
        }

        /** The system gives an orphan a new parent: the first process of all, or one that asked for them, such as systemd's. */
        private static boolean isOrphan(ProcessHandle handle) {
            return handle.parent()
                    .filter(parent -> program(parent).equals(program(ProcessHandle.current())))
                    .filter(parent ->
                            parent.pid() != INIT || ProcessHandle.current().pid() == INIT)
                    .isEmpty();
        }

        /** Another labctl may run on another JDK. */
        private static Optional<Path> program(ProcessHandle handle) {
            return handle.info().command().map(Path::of).map(Path::getFileName);
        }

        @Override
        public void end(List<Child> processes) {
            ProcessTree.end(
                    processes.stream()
                            .flatMap(process -> ProcessHandle.of(process.pid()).stream())
                            .toList(),
                    GRACE);
        }
    }
}
