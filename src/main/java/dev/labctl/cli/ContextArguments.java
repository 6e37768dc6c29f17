package dev.labctl.cli;

import dev.labctl.cli.options.DryRunOption;
import dev.labctl.cli.options.ReaderEnvironment;
import dev.labctl.command.ContextCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(description = "Make the cluster the current context of kubectl.")
final class ContextArguments extends ExistingClusterArguments {
    @Mixin
    private DryRunOption dryRun;

    @Override
    ContextCommand command(ReaderEnvironment environment) {
        return new ContextCommand(target(environment), dryRun.value());
    }
}
