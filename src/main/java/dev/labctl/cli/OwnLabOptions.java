package dev.labctl.cli;

import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a command on a cluster that labctl created, which takes a lab. */
final class OwnLabOptions extends ExistingClusterOptions {
    @Option(names = "--context", hidden = true)
    private String context;

    @Mixin
    private LabOptions lab;

    @Override
    Optional<LabOptions> lab() {
        return Optional.of(lab);
    }

    @Override
    Optional<String> context() {
        return refused(context);
    }
}
