package dev.labctl.cli;

import java.util.Optional;
import picocli.CommandLine.Mixin;

/** The options of a command that works with a cluster that exists, whoever created it, and takes a lab. */
final class ExistingLabOptions extends AnyClusterOptions {
    @Mixin
    private LabOptions lab;

    @Override
    Optional<LabOptions> lab() {
        return Optional.of(lab);
    }
}
