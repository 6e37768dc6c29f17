package dev.labctl.report;

/** Shows what a command that goes on for a while has so far; its last report is shown as those of all commands are. */
public interface Display {
    /** In the place of what was shown before, where the reader's terminal can do that. */
    void replace(Report report);

    /** Whether no one reads any more, for example because a pager has ended. */
    boolean closed();

    /** Below what was shown before. */
    void append(Report report);
}
