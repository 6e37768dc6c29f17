package dev.labctl.process;

/** Hears the lines of a running program as they come. Called from two threads, one per stream, without a lock. */
@FunctionalInterface
public interface LineListener {
    LineListener NONE = (stream, line) -> {};

    enum Stream {
        STDOUT,
        STDERR
    }

    /** One line without its end; a last line without an end counts as one. */
    void line(Stream stream, String line);
}
