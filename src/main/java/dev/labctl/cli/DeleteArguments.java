package dev.labctl.cli;

import dev.labctl.cli.options.DryRunOption;
import dev.labctl.cli.options.ReaderEnvironment;
import dev.labctl.command.DeleteCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(description = "Delete the objects that were applied, and wait until they are gone.")
final class DeleteArguments extends LabClusterArguments {
    @Mixin
    private DryRunOption dryRun;

    @Override
    DeleteCommand command(ReaderEnvironment environment) {
        return new DeleteCommand(target(environment), dryRun.value());
    }
}
