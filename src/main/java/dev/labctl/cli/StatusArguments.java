package dev.labctl.cli;

import dev.labctl.cli.options.ReaderEnvironment;
import dev.labctl.command.Command;
import dev.labctl.command.StatusAllCommand;
import dev.labctl.command.StatusCommand;
import dev.labctl.command.session.Target;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(description = "Show the state of the lab, or of all labs.")
final class StatusArguments extends LabClusterArguments {
    @Option(names = "--all", description = "Show every cluster that labctl created, rehearsals included.")
    private boolean all;

    @Override
    Command command(ReaderEnvironment environment) {
        Target target = target(environment);
        return all ? new StatusAllCommand(target) : new StatusCommand(target);
    }
}
