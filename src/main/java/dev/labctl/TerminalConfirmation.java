package dev.labctl;

import dev.labctl.command.session.Confirmation;
import dev.labctl.failure.Failure;
import dev.labctl.output.text.Shown;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Asks on the terminal, on standard error, so that standard output remains the command's document.
 *
 * @param keyboard empty where there is no terminal
 */
record TerminalConfirmation(Optional<InputStream> keyboard, PrintStream err) implements Confirmation {
    @Override
    public Optional<String> ask(List<String> lines, String prompt) {
        if (keyboard.isEmpty()) {
            return Optional.empty();
        }
        lines.forEach(line -> err.println(Shown.of(line)));
        err.print(Shown.of(prompt));
        err.flush();
        return Optional.of(line(keyboard.get()));
    }

    /** Reads in another thread: reading from a terminal cannot be interrupted, but Ctrl-C ends the command. */
    private static String line(InputStream in) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread reader = new Thread(() -> answer.complete(read(in)), "keyboard");
        reader.setDaemon(true);
        reader.start();
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.interrupted("waiting for an answer").asException();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The end of the input, and a terminal that is gone, are no answer. */
    private static String read(InputStream in) {
        try {
            String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line.strip();
        } catch (IOException e) {
            return "";
        }
    }
}
