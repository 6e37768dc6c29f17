package dev.labctl.process;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file for the length of one call of a tool, readable by this user alone: it may hold credentials. */
public record TemporaryFile(Path path) implements AutoCloseable {
    /** The JDK makes temporary files with mode 0600. */
    public static TemporaryFile of(String text, String suffix) {
        try {
            Path path = Files.createTempFile("labctl-", suffix);
            Files.writeString(path, text);
            return new TemporaryFile(path);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    public String text() {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            path.toFile().deleteOnExit();
        }
    }

    private static FailureException failed(IOException e) {
        return new FailureException(
                Reason.IO_FAILED,
                "a temporary file cannot be written: " + e.getMessage(),
                "Check the space and permissions of " + System.getProperty("java.io.tmpdir") + ".",
                e);
    }
}
