package dev.labctl.yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the problems in a lab's files, so that an author sees all of them in one run. */
public final class Problems {
    private final List<Problem> found = new ArrayList<>();

    /** A problem in a file, as shown to its author. */
    public record Problem(Position position, String message) {
        /** {@code file:line:column: message}, as compilers format it, so that editors can jump to it. */
        public String line(Path relativeTo) {
            Path file = position.file();
            Path shown = file.startsWith(relativeTo) ? relativeTo.relativize(file) : file;
            String place = position.line() == 0 ? "" : ":" + position.line() + ":" + position.column();
            return shown.toString().replace('\\', '/') + place + ": " + message;
        }
    }

    public void add(Position position, String message) {
        found.add(new Problem(position, message));
    }

    /** Adds a problem of a file as a whole. */
    public void add(Path file, String message) {
        add(new Position(file, 0, 0), message);
    }

    public boolean none() {
        return found.isEmpty();
    }

    /** All problems: by file, and within a file from top to bottom. */
    public List<Problem> all() {
        return found.stream()
                .distinct()
                .sorted(Comparator.comparing((Problem p) -> p.position().file())
                        .thenComparing(p -> p.position().line())
                        .thenComparing(p -> p.position().column()))
                .toList();
    }
}
