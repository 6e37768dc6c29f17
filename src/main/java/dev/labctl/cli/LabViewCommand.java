package dev.labctl.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** A command that looks at a lab's files alone: there is no cluster to wait for, and nothing to change. */
abstract class LabViewCommand extends RequestCommand {
    @Mixin
    private LabArguments lab;

    @Mixin
    private ValuesOption values;

    LabViewCommand(Host host) {
        super(host);
    }

    @Override
    Optional<LabArguments> lab() {
        return Optional.of(lab);
    }

    @Override
    boolean needsLab() {
        return true;
    }

    @Override
    Optional<Path> values() {
        return values.value();
    }
}
