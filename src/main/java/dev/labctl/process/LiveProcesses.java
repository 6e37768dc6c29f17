package dev.labctl.process;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The running processes. Starting and closing are mutually exclusive, so that no process is started after a close. */
final class LiveProcesses {
    private final Set<Process> processes = new HashSet<>();
    private boolean closed;

    /** Starts a process; empty if closed. */
    synchronized Optional<Process> start(ProcessBuilder builder) throws IOException {
        if (closed) {
            return Optional.empty();
        }
        Process process = builder.start();
        processes.add(process);
        return Optional.of(process);
    }

    synchronized void remove(Process process) {
        processes.remove(process);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Ends all processes with their descendants; no process can be started afterwards. */
    void close(Duration grace) {
        ProcessTree.end(closeAndList(), grace);
    }

    private synchronized List<ProcessHandle> closeAndList() {
        closed = true;
        return processes.stream().map(Process::toHandle).toList();
    }
}
