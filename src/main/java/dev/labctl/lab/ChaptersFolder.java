package dev.labctl.lab;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds the folder that holds the chapters. */
public final class ChaptersFolder {
    public static final String VARIABLE = "LABCTL_CHAPTERS";

    private static final String NAME = "chapters";

    private ChaptersFolder() {}

    /**
     * The folder given by option, else by {@value #VARIABLE}, else the nearest {@code chapters/} in the working directory or
     * above it, else the one beside the installed program. If a named folder does not exist, no other one is used.
     */
    public static Path find(
            Optional<Path> option, Map<String, String> environment, Path workingDirectory, Optional<Path> home) {
        Optional<Path> asked = option.or(() -> Optional.ofNullable(environment.get(VARIABLE))
                .filter(value -> !value.isBlank())
                .map(Path::of));
        if (asked.isPresent()) {
            Path folder = workingDirectory.resolve(asked.get()).normalize();
            if (!Files.isDirectory(folder)) {
                throw notFound(
                        "there is no folder " + folder,
                        "Check --chapters and " + VARIABLE + ", or omit both to use the nearest chapters.");
            }
            return folder;
        }
        for (Path folder = workingDirectory; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(NAME))) {
                return folder.resolve(NAME);
            }
        }
        return home.map(folder -> folder.resolve(NAME))
                .filter(Files::isDirectory)
                .orElseThrow(() -> notFound(
                        "no folder " + NAME + "/ in " + workingDirectory + " or above it",
                        "Run labctl in a checkout of the book's labs, or specify the folder with --chapters."));
    }

    private static RuntimeException notFound(String message, String next) {
        return new FailureException(Reason.CHAPTERS_NOT_FOUND, message, next);
    }
}
