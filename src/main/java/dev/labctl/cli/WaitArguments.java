package dev.labctl.cli;

import dev.labctl.cli.options.DryRunOption;
import dev.labctl.cli.options.ReaderEnvironment;
import dev.labctl.command.WaitCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(description = "Wait until Cilium and the lab's objects are ready, or as the lab expects them.")
final class WaitArguments extends LabClusterArguments {
    @Mixin
    private DryRunOption dryRun;

    @Override
    WaitCommand command(ReaderEnvironment environment) {
        return new WaitCommand(target(environment), dryRun.value());
    }
}
