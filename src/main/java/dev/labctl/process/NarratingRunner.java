package dev.labctl.process;

import dev.labctl.time.Deadline;
import java.util.function.Consumer;

/** Reports each command before it runs, as a user would type it. */
public record NarratingRunner(ProcessRunner runner, Consumer<String> report) implements ProcessRunner {
    @Override
    public ProcessResult run(ProcessSpec command, Deadline deadline, LineListener lines) {
        report.accept("$ " + command.line());
        return runner.run(command, deadline, lines);
    }
}
