package dev.labctl.cli;

import dev.labctl.cli.options.ReaderEnvironment;
import dev.labctl.command.ShowCommand;
import picocli.CommandLine.Command;

@Command(description = "Show a lab: its files, settings and values, and where each comes from.")
final class ShowArguments extends LabViewArguments {
    @Override
    ShowCommand command(ReaderEnvironment environment) {
        return new ShowCommand(target(environment));
    }
}
