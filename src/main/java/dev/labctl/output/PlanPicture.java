package dev.labctl.output;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.steps.PlanView;
import dev.labctl.steps.Report;
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

/** Puts the picture of a plan into a file. */
public final class PlanPicture {
    private PlanPicture() {}

    /**
     * Draws what a report tells of a plan; one that tells of none stays as it is.
     *
     * @param file a new one, or one that is replaced
     * @return the report with where the picture is, or why it is not there
     */
    public static Report save(Report report, Path file) {
        if (!(report.result() instanceof PlanView view)) {
            return report;
        }
        Optional<Failure> failure = write(PlanSvg.of(view), file);
        return new Report(
                report.command(),
                report.lab(),
                report.cluster(),
                report.provider(),
                failure,
                failure.isPresent() ? "" : "the picture is in " + file,
                report.steps(),
                report.result());
    }

    private static Optional<Failure> write(String text, Path file) {
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

    /** Nobody ever sees half a picture. */
    private static void beside(String text, Path file) throws IOException {
        Path part = file.resolveSibling(".labctl-" + UUID.randomUUID() + ".svg");
        try {
            Files.writeString(part, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static Failure failure(Path file, String why) {
        return Failure.of(
                Reason.IO_FAILED,
                "the picture cannot be written to " + file + ": " + why,
                "Give --svg a file in a folder that is there and that you may write to, with room on its disk.");
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
