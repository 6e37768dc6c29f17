package dev.labctl.cli;

import dev.labctl.cli.options.ReaderEnvironment;
import dev.labctl.command.ResetCommand;
import picocli.CommandLine.Command;

@Command(description = "Delete the lab's cluster and create it again.")
final class ResetArguments extends CreatingArguments {
    @Override
    ResetCommand command(ReaderEnvironment environment) {
        return new ResetCommand(target(environment), nodeImage(environment), seed(), dryRun());
    }
}
