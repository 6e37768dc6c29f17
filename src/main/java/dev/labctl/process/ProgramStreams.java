package dev.labctl.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The three streams of a running program, each on its own thread. */
final class ProgramStreams {
    private final CountDownLatch ended = new CountDownLatch(2);
    private final Limits limits;
    private final StreamPump stdout;
    private final StreamPump stderr;

    private ProgramStreams(Process process, Consumer<String> lines, Limits limits) {
        this.limits = limits;
        stdout = new StreamPump(process.getInputStream(), lines, limits, ended);
        stderr = new StreamPump(process.getErrorStream(), lines, limits, ended);
    }

    static ProgramStreams serve(Process process, ProcessSpec command, Consumer<String> lines, Limits limits) {
        ProgramStreams streams = new ProgramStreams(process, lines, limits);
        String program = command.executable().getFileName() + "[" + process.pid() + "] ";
        startThread(program + "stdout", streams.stdout);
        startThread(program + "stderr", streams.stderr);
        // After the pumps: a program that writes while it reads would otherwise block on its full output.
        command.stdin().ifPresent(text -> startThread(program + "stdin", () -> write(process.getOutputStream(), text)));
        return streams;
    }

    /** Call when the program has ended: waits for the end of its output, up to a limit. */
    void finish() {
        Uninterruptible.run(limits.drain(), nanos -> ended.await(nanos, TimeUnit.NANOSECONDS));
        stdout.abandon();
        stderr.abandon();
    }

    Output stdout() {
        return stdout.output();
    }

    Output stderr() {
        return stderr.output();
    }

    private static void write(OutputStream stdin, String text) {
        try (stdin) {
            stdin.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The program may exit or close its input before it has read everything.
        }
    }

    private static void startThread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
