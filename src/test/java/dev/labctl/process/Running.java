package dev.labctl.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A call on its own thread. */
final class Running {
    private final CompletableFuture<ProcessResult> outcome = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean flag;

    Running(ProcessRunner runner, ProcessSpec command, Consumer<String> lines) {
        thread = new Thread(() -> {
            ProcessResult result = runner.run(command, Children.later(), lines);
            flag = Thread.currentThread().isInterrupted();
            outcome.complete(result);
        });
        thread.start();
    }

    void interrupt() {
        thread.interrupt();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    ProcessResult result() throws Exception {
        return outcome.get(30, TimeUnit.SECONDS);
    }

    /** Whether the thread's interrupt flag was set when the call returned. */
    boolean flag() {
        return flag;
    }
}
