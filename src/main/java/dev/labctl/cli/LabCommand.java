package dev.labctl.cli;

import java.util.Optional;
import picocli.CommandLine.Mixin;

/** A command on a cluster that takes a lab. */
abstract class LabCommand extends ClusterCommand {
    @Mixin
    private LabArguments lab;

    LabCommand(Host host) {
        super(host);
    }

    @Override
    Optional<LabArguments> lab() {
        return Optional.of(lab);
    }
}
