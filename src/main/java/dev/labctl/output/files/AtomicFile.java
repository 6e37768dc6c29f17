package dev.labctl.output.files;

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

/** Writes a file beside its target and moves it into place, so no one ever sees half of it. */
final class AtomicFile {
    private AtomicFile() {}

    /** Returns why the file is not there; empty where it is. */
    static Optional<Failure> write(OutputFile file, byte[] content) {
        Path target = file.path();
        try {
            if (Files.exists(target)) {
                // A link stays one, and what is no file, as /dev/null, is not replaced by one.
                target = target.toRealPath();
                if (!Files.isRegularFile(target)) {
                    return Optional.of(failure(file, "it exists and is not a file"));
                }
            }
            replace(target, content);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(failure(file, why(e, target)));
        }
    }

    private static void replace(Path target, byte[] content) throws IOException {
        Path part = target.resolveSibling(".labctl-" + UUID.randomUUID());
        try {
            Files.write(part, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static Failure failure(OutputFile file, String why) {
        return Failure.of(
                Reason.IO_FAILED,
                "the " + file.kind().noun() + " cannot be written to " + file.path() + ": " + why,
                "Give " + file.kind().option()
                        + " a file in an existing folder that you may write to and whose disk has" + " room.");
    }

    /** The reader's words for an exception of the JDK, whose own message is often a mere path. */
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
