package dev.labctl.output;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * A file that the reader asked for. It is there as a whole or not at all, for it is written beside and moved.
 *
 * @param what it holds, as it goes into "… cannot be written to"
 * @param option that names it
 */
record OutputFile(String what, String option) {
    /**
     * Writes a text.
     *
     * @param file a new one, or one that is replaced
     * @return why it is not there; empty where it is
     */
    Optional<Failure> write(String text, Path file) {
        Path target = file;
        try {
            if (Files.exists(file)) {
                // A link stays one, and what is no file, as /dev/null, is not replaced by one.
                target = file.toRealPath();
                if (!Files.isRegularFile(target)) {
                    return Optional.of(failure(file, "it is there and is not a file"));
                }
            }
            beside(text, target);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(failure(file, why(e, target)));
        }
    }

    private static void beside(String text, Path file) throws IOException {
        Path part = file.resolveSibling(".labctl-" + UUID.randomUUID() + ".part");
        try {
            Files.writeString(part, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private Failure failure(Path file, String why) {
        return Failure.of(
                Reason.IO_FAILED,
                what + " cannot be written to " + file + ": " + why,
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
