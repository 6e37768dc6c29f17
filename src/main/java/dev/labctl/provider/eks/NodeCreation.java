package dev.labctl.provider.eks;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.process.ProcessResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * An {@code eksctl create nodegroup} that runs beside the steps that follow it: it waits until the nodes are Ready, which they
 * are when Cilium is, and says nothing of why Cilium is not.
 */
record NodeCreation(FutureTask<ProcessResult> task, Thread thread) {
    private static final Duration ENDING = Duration.ofSeconds(15);

    static NodeCreation start(Supplier<ProcessResult> call) {
        FutureTask<ProcessResult> task = new FutureTask<>(call::get);
        Thread thread = new Thread(task, "eksctl create nodegroup");
        thread.setDaemon(true);
        thread.start();
        return new NodeCreation(task, thread);
    }

    /** How it ended, if it ends within this time. */
    Optional<ProcessResult> result(Duration patience) {
        try {
            return Optional.of(task.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.interrupted("creating the nodes").asException();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    static void require(ProcessResult result) {
        result.require(failed -> EksFailure.explain(Reason.CLUSTER_CREATE_FAILED, "creating the nodes", failed));
    }

    /** Ends eksctl, which only waits by then; AWS goes on. */
    void cancel() {
        thread.interrupt();
        try {
            thread.join(ENDING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
