package dev.labctl.time;

import java.util.function.Consumer;

/**
 * An operation under way: how long it may take, and who hears about its progress.
 *
 * @param progress hears a line for the reader now and then; may be called from several threads
 * @param output hears the lines of the tools that the operation runs
 */
public record Operation(Deadline deadline, Consumer<String> progress, Consumer<String> output) {
    public Operation with(Deadline sooner) {
        return new Operation(sooner, progress, output);
    }
}
