package dev.labctl.cli;

import java.util.Optional;
import picocli.CommandLine.Mixin;

/** The same options for a command that takes a lab. */
final class ShownLabOptions extends ShownClusterOptions {
    @Mixin
    private LabOptions lab;

    @Override
    Optional<LabOptions> lab() {
        return Optional.of(lab);
    }
}
