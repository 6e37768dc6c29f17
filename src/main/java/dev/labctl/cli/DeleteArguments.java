package dev.labctl.cli;

import dev.labctl.cli.options.DryRunOption;
import dev.labctl.cli.options.LabArguments;
import dev.labctl.cli.options.ReaderEnvironment;
import dev.labctl.command.DeleteCommand;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(description = "Delete the objects that were applied, and wait until they are gone.")
final class DeleteArguments extends ExistingClusterArguments {
    @Mixin
    private LabArguments lab;

    @Mixin
    private DryRunOption dryRun;

    @Override
    Optional<LabArguments> labArguments() {
        return Optional.of(lab);
    }

    @Override
    DeleteCommand command(ReaderEnvironment environment) {
        return new DeleteCommand(target(environment), dryRun.value());
    }
}
