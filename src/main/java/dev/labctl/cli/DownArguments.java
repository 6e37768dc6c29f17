package dev.labctl.cli;

import dev.labctl.cli.options.DryRunOption;
import dev.labctl.cli.options.ReaderEnvironment;
import dev.labctl.command.DownCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(description = "Delete the lab's cluster, and nothing else.")
final class DownArguments extends LabClusterArguments {
    @Option(names = "--all", description = "Delete every cluster that labctl created, and no other.")
    private boolean all;

    @Mixin
    private DryRunOption dryRun;

    @Override
    DownCommand command(ReaderEnvironment environment) {
        return new DownCommand(target(environment), all, dryRun.value());
    }
}
