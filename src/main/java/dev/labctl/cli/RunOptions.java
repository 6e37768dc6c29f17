package dev.labctl.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of a command that creates the lab's cluster, or uses one that was created elsewhere. */
final class RunOptions extends CreatingOptions {
    @Option(names = "--context", paramLabel = "CONTEXT", description = Descriptions.CONTEXT)
    private String context;

    @Override
    Optional<String> context() {
        return Optional.ofNullable(context);
    }
}
