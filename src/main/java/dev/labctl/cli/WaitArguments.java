package dev.labctl.cli;

import dev.labctl.cli.options.DryRunOption;
import dev.labctl.cli.options.LabArguments;
import dev.labctl.cli.options.ReaderEnvironment;
import dev.labctl.command.WaitCommand;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(description = "Wait until Cilium and the lab's objects are ready, or as the lab expects them.")
final class WaitArguments extends ExistingClusterArguments {
    @Mixin
    private LabArguments lab;

    @Mixin
    private DryRunOption dryRun;

    @Override
    Optional<LabArguments> labArguments() {
        return Optional.of(lab);
    }

    @Override
    WaitCommand command(ReaderEnvironment environment) {
        return new WaitCommand(target(environment), dryRun.value());
    }
}
