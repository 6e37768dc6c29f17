package dev.labctl.output.files;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/** A file that the reader named: written beside it first and then moved in its place, so nobody ever sees half of it. */
public final class SavedFile {
    private SavedFile() {}

    /**
     * Writes the text as UTF-8.
     *
     * @param what it is, as it stands in a sentence: {@code picture}
     * @param option that named the file: {@code --svg}
     * @param file a new one, or one that is replaced
     * @return why it is not there; empty where it is
     */
    public static Optional<Failure> write(String what, String option, String text, Path file) {
        return write(what, option, text.getBytes(StandardCharsets.UTF_8), file);
    }

    /** The same of what is no text. */
    static Optional<Failure> write(String what, String option, byte[] content, Path file) {
        Path target = file;
        try {
            if (Files.exists(file)) {
                // A link stays one, and what is no file, as /dev/null, is not replaced by one.
                target = file.toRealPath();
                if (!Files.isRegularFile(target)) {
                    return Optional.of(failure(what, option, file, "it is there and is not a file"));
                }
            }
            beside(content, target);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(failure(what, option, file, why(e, target)));
        }
    }

    private static void beside(byte[] content, Path file) throws IOException {
        Path part = file.resolveSibling(".labctl-" + UUID.randomUUID());
        try {
            Files.write(part, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static Failure failure(String what, String option, Path file, String why) {
        return Failure.of(
                Reason.IO_FAILED,
                "the " + what + " cannot be written to " + file + ": " + why,
                "Give " + option
                        + " a file in a folder that is there and that you may write to, with room on its disk.");
    }

    /** What an exception of the JDK says to a reader; its own words are often a mere path. */
    static String why(IOException e, Path file) {
        if (e instanceof NoSuchFileException) {
            return "there is no folder " + file.getParent();
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return String.valueOf(e.getMessage());
    }
}
