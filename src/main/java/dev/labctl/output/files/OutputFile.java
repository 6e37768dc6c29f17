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

/** A file that the reader wants beside the report: a new one, or one that is replaced. */
public record OutputFile(Kind kind, Path path) {
    /** What can be written of a report. */
    public enum Kind {
        /** The picture of a plan or an address map. */
        SVG("picture"),
        /** The page of an address map. */
        HTML("page"),
        /** The verdicts of {@code verify} as CI servers read them. */
        JUNIT("JUnit report"),
        /** What a bug report needs. */
        BUNDLE("bundle");

        private final String noun;

        Kind(String noun) {
            this.noun = noun;
        }

        /** The kind in a sentence. */
        String noun() {
            return noun;
        }

        /** {@code --svg}. */
        String option() {
            return "--" + name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * Writes a file beside this one and moves it into its place, so no one ever sees half of it.
     *
     * @return why the file is not there; empty where it is
     */
    Optional<Failure> write(byte[] content) {
        Path target = path;
        try {
            if (Files.exists(target)) {
                // A link stays one, and what is no file, as /dev/null, is not replaced by one.
                target = target.toRealPath();
                if (!Files.isRegularFile(target)) {
                    return Optional.of(failure("it exists and is not a file"));
                }
            }
            replace(target, content);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(failure(why(e, target)));
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

    private Failure failure(String why) {
        return Failure.of(
                Reason.IO_FAILED,
                "the " + kind.noun() + " cannot be written to " + path + ": " + why,
                "Give " + kind.option() + " a file in an existing folder that you may write to and whose disk has"
                        + " room.");
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
