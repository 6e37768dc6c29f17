package dev.labctl.process;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The processes that run now. Starting and closing exclude each other, so that none is started behind a close. */
final class LiveProcesses {
    private final Set<Process> processes = new HashSet<>();
    private boolean closed;

    /** Empty when closed. */
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

    /** Ends all of them with their descendants; nothing can be started from now on. */
    void close(Duration grace) {
        ProcessTree.end(closeAndList(), grace);
    }

    private synchronized List<ProcessHandle> closeAndList() {
        closed = true;
        return processes.stream().map(Process::toHandle).toList();
    }
}
