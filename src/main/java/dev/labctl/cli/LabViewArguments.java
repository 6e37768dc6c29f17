package dev.labctl.cli;

import dev.labctl.cli.options.LabArguments;
import dev.labctl.cli.options.ValuesOption;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** The arguments of a command that reads a lab's files only: there is no cluster to wait for, and nothing to change. */
abstract class LabViewArguments extends TargetArguments {
    @Mixin
    private LabArguments lab;

    @Mixin
    private ValuesOption values;

    @Override
    Optional<LabArguments> labArguments() {
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
