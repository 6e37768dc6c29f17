package dev.labctl.process;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file for the length of one call of a tool, readable by this user alone: it may hold credentials. */
public record TemporaryFile(Path path) implements AutoCloseable {
    private static final Path FOLDER = Path.of(System.getProperty("java.io.tmpdir"));

    /** The name tells which process made it: one that was killed could not delete it. */
    private static final Pattern NAME = Pattern.compile("labctl-([0-9]{1,18})-.*");

    /** Once is enough: files of other processes that are killed meanwhile are for the next command. */
    private static final AtomicBoolean CLEANED = new AtomicBoolean();

    /** The JDK makes temporary files with mode 0600. */
    public static TemporaryFile of(String text, String suffix) {
        if (!CLEANED.getAndSet(true)) {
            deleteLeftovers(FOLDER);
        }
        try {
            Path path = Files.createTempFile(
                    FOLDER, "labctl-" + ProcessHandle.current().pid() + "-", suffix);
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

    /** Deletes this user's files of processes that have ended; what cannot be deleted is someone else's. */
    static void deleteLeftovers(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "labctl-*")) {
            for (Path file : files) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()
                        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // They do no harm where they are.
        }
    }

    private static FailureException failed(IOException e) {
        return failed(String.valueOf(e.getMessage()));
    }

    /** What to throw where something else could not write into such a file, for the reason that it gives. */
    public static FailureException failed(String why) {
        return new FailureException(
                Reason.IO_FAILED,
                "a temporary file cannot be written: " + why,
                "Check the space and permissions of " + FOLDER + ".");
    }
}
