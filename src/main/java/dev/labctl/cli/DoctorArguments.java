package dev.labctl.cli;

import dev.labctl.cli.options.LabArguments;
import dev.labctl.cli.options.ReaderEnvironment;
import dev.labctl.command.DoctorCommand;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(description = "Check what this machine lacks for a lab, and how to fix it.")
final class DoctorArguments extends ClusterArguments {
    @Mixin
    private LabArguments lab;

    @Override
    Optional<LabArguments> labArguments() {
        return Optional.of(lab);
    }

    @Override
    DoctorCommand command(ReaderEnvironment environment) {
        return new DoctorCommand(target(environment));
    }
}
