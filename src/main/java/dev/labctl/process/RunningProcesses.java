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
        public boolean runs(Identity process) {
            return process.host().equals(host())
                    && ProcessHandle.of(process.pid())
                            .filter(handle -> handle.info().startInstant().equals(process.started()))
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
