package dev.labctl.process;

/** Receives the lines of a running program. Called from two threads, one per stream, without a lock. */
@FunctionalInterface
public interface LineListener {
    LineListener NONE = (stream, line) -> {};

    enum Stream {
        STDOUT,
        STDERR
    }

    /** One line without its line end; also a last line that has none. */
    void line(Stream stream, String line);
}
