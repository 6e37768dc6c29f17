package dev.labctl.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of a command that creates the lab's cluster, and does nothing else. */
final class NewClusterOptions extends CreatingOptions {
    @Option(names = "--context", hidden = true)
    private String context;

    @Override
    Optional<String> context() {
        return refused(context);
    }
}
