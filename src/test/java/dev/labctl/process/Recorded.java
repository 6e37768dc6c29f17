package dev.labctl.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The output and exit code of a real tool, from {@code src/test/resources/recorded}. */
public final class Recorded {
    private static final String STDOUT = "--- stdout\n";
    private static final String STDERR = "--- stderr\n";

    private Recorded() {}

    public static ProcessResult of(String name, ProcessSpec command) {
        String text;
        try {
            text = Files.readString(Path.of("src/test/resources/recorded", name + ".txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int out = text.indexOf(STDOUT);
        int err = text.indexOf(STDERR);
        int exit = Integer.parseInt(text.substring("exit ".length(), out).strip());
        Output stdout = new Output(text.substring(out + STDOUT.length(), err));
        Output stderr = new Output(text.substring(err + STDERR.length()));
        return exit == 0
                ? new ProcessResult.Succeeded(command, stdout, stderr)
                : new ProcessResult.Failed(command, exit, stdout, stderr);
    }

    public static ProcessResult of(String name) {
        return of(name, ProcessSpec.of(Path.of("/usr/bin/tool"), java.util.List.of("verb")));
    }
}
