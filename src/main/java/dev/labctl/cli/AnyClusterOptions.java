package dev.labctl.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of a command that works with a cluster that exists, whoever created it. */
class AnyClusterOptions extends ExistingClusterOptions {
    @Option(names = "--context", paramLabel = "CONTEXT", description = Descriptions.CONTEXT)
    private String context;

    @Override
    Optional<String> context() {
        return Optional.ofNullable(context);
    }
}
