package dev.labctl.process;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

    /** Ends this user's processes that run a program with these first arguments, and waits for their end. */
    void end(String program, List<String> firstArguments);

    /** Those of the JDK's process API. */
    final class ThisMachine implements RunningProcesses {
        private static final Duration GRACE = Duration.ofSeconds(5);

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
                            .isPresent();
        }

        @Override
        public void end(String program, List<String> firstArguments) {
            Optional<String> user = ProcessHandle.current().info().user();
            List<ProcessHandle> found = ProcessHandle.allProcesses()
                    .filter(handle -> handle.info().user().equals(user))
                    .filter(handle -> matches(handle.info(), program, firstArguments))
                    .toList();
            ProcessTree.end(found, GRACE);
        }

        private static boolean matches(ProcessHandle.Info info, String program, List<String> firstArguments) {
            boolean named = info.command()
                    .filter(path -> path.equals(program) || path.endsWith("/" + program))
                    .isPresent();
            List<String> arguments = info.arguments().map(List::of).orElse(List.of());
            return named
                    && arguments.size() >= firstArguments.size()
                    && arguments.subList(0, firstArguments.size()).equals(firstArguments);
        }
    }
}
