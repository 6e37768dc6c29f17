package dev.labctl.tools;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.process.Executables;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds the external programs on this machine. */
public record Tools(Executables executables, Platform platform) {
    public Optional<Path> find(Tool tool) {
        return executables.find(tool.program());
    }

    /**
     * The path of a program.
     *
     * @throws dev.labctl.failure.FailureException {@link Reason#TOOL_MISSING}
     */
    public Path require(Tool tool) {
        return find(tool).orElseThrow(() -> missing(List.of(tool)).asException());
    }

    /** The failure that lists all missing programs. */
    public Failure missing(List<Tool> tools) {
        String names = String.join(", ", tools.stream().map(Tool::program).toList());
        return Failure.of(
                        Reason.TOOL_MISSING,
                        names + (tools.size() == 1 ? " is" : " are") + " not on the PATH",
                        "Install what is missing; `labctl doctor` checks the machine.")
                .withDetails(tools.stream()
                        .map(tool -> tool.program() + ": " + tool.install(platform))
                        .toList());
    }
}
