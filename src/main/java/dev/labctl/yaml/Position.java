package dev.labctl.yaml;

import java.nio.file.Path;

/** A position in a file. Line and column start at 1, and are 0 for the file itself. */
public record Position(Path file, int line, int column) {}
