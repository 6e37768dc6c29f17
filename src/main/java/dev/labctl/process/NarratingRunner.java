package dev.labctl.process;

import dev.labctl.time.Deadline;
import java.util.function.Consumer;

/** Says each command before it runs, as the reader would type it. */
public record NarratingRunner(ProcessRunner runner, Consumer<String> told) implements ProcessRunner {
    @Override
    public ProcessResult run(Command command, Deadline deadline, LineListener lines) {
        told.accept("$ " + command.line());
        return runner.run(command, deadline, lines);
    }
}
