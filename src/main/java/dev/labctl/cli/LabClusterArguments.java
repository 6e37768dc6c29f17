package dev.labctl.cli;

import dev.labctl.cli.options.LabArguments;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** The arguments of a command that works with a cluster that exists, and takes a lab. */
abstract class LabClusterArguments extends ExistingClusterArguments {
    @Mixin
    private LabArguments lab;

    @Override
    Optional<LabArguments> labArguments() {
        return Optional.of(lab);
    }
}
