package dev.labctl.provider.kind;

import dev.labctl.failure.Failure;
import dev.labctl.process.ProcessResult;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.time.Operation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A {@code kind create cluster} that runs beside the steps that follow it. */
record BackgroundCreation(ClusterSpec spec, FutureTask<ProcessResult> task, Thread thread) {
    private static final Duration ENDING = Duration.ofSeconds(15);

    static BackgroundCreation start(KindCalls calls, ClusterSpec spec, OwnershipMount owner, Operation operation) {
        FutureTask<ProcessResult> task = new FutureTask<>(() -> calls.create(spec, owner, operation));
        Thread thread = new Thread(task, "kind create cluster");
        thread.setDaemon(true);
        thread.start();
        return new BackgroundCreation(spec, task, thread);
    }

    /** How it ended; empty while it runs. */
    Optional<ProcessResult> result() {
        return task.isDone() ? Optional.of(await()) : Optional.empty();
    }

    /** Waits for its end. */
    ProcessResult await() {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.interrupted("creating the cluster").asException();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** Ends kind and everything that it started, and returns when they are gone. */
    void cancel() {
        thread.interrupt();
        try {
            thread.join(ENDING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
