package dev.labctl.yaml;

import java.nio.file.Path;

/** A place in a file; line and column count from 1, and are 0 where the file as a whole is meant. */
public record Position(Path file, int line, int column) {
    public static Position of(Path file) {
        return new Position(file, 0, 0);
    }
}
