package dev.labctl.provider.kind;

import dev.labctl.process.ProcessResult;
import dev.labctl.process.RunningProcesses;
import dev.labctl.time.Deadline;
import dev.labctl.time.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The lock file beside the reader's kubeconfig. kind and kubectl create it, write, and delete it within milliseconds; they do not
 * wait for each other, and one that is killed meanwhile leaves it behind for ever (kind {@code
 * pkg/cluster/internal/kubeconfig/internal/kubeconfig/lock.go}).
 */
record KubeconfigLock(RunningProcesses processes) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(200);

    /** Far longer than a write takes. */
    private static final Duration ABANDONED = Duration.ofSeconds(10);

    /** What may hold it. */
    private static final List<String> WRITERS = List.of("kind", "kubectl");

    /**
     * Runs kind until it gets the lock, and deletes a lock file that no one uses any more.
     *
     * @return the last result, which may still be that it is locked
     */
    ProcessResult run(Supplier<ProcessResult> kind, Operation operation) {
        Deadline patience = operation.deadline().atMost(PATIENCE);
        ProcessResult result = kind.get();
        while (KindFailure.isKubeconfigLocked(result) && !patience.passed()) {
            deleteIfAbandoned(result, operation);
            patience.pause(PAUSE, "waiting for the lock file of the kubeconfig");
            result = kind.get();
        }
        return result;
    }

    private void deleteIfAbandoned(ProcessResult result, Operation operation) {
        Optional<Path> file = KindFailure.lockFile(result).map(Path::of);
        if (file.isEmpty() || !isAbandoned(file.get(), operation)) {
            return;
        }
        try {
            if (Files.deleteIfExists(file.get())) {
                operation
                        .progress()
                        .accept("deleted " + file.get() + ", which a kind or kubectl that was killed had left behind");
            }
        } catch (IOException e) {
            // The next attempt fails with what kind says of it.
            return;
        }
    }

    /** It is old, and no program that may have created it runs any more. */
    private boolean isAbandoned(Path file, Operation operation) {
        try {
            boolean lock = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) == 0;
            Duration age = Duration.between(
                    Files.getLastModifiedTime(file).toInstant(),
                    operation.deadline().time().now());
            return lock
                    && age.compareTo(ABANDONED) >= 0
                    && WRITERS.stream().allMatch(program -> processes
                            .running(program, arguments -> true)
                            .isEmpty());
        } catch (IOException e) {
            return false;
        }
    }
}
