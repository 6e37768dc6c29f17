package dev.labctl.yaml;

import java.nio.file.Path;

/** A problem in a file, as shown to its author. */
public record Problem(Position position, String message) {
    public static Problem of(Path file, String message) {
        return new Problem(Position.of(file), message);
    }

    /** {@code file:line:column: message}, as compilers format it, so that editors can jump to it. */
    public String line(Path relativeTo) {
        Path shown = position.file().startsWith(relativeTo) ? relativeTo.relativize(position.file()) : position.file();
        String place = position.line() == 0 ? "" : ":" + position.line() + ":" + position.column();
        return shown.toString().replace('\\', '/') + place + ": " + message;
    }
}
