package dev.labctl.cli;

import dev.labctl.cli.options.DryRunOption;
import dev.labctl.cli.options.ReaderEnvironment;
import dev.labctl.command.CiliumUninstallCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(description = "Uninstall Cilium from the cluster.")
final class CiliumUninstallArguments extends ExistingClusterArguments {
    @Mixin
    private DryRunOption dryRun;

    @Override
    CiliumUninstallCommand command(ReaderEnvironment environment) {
        return new CiliumUninstallCommand(target(environment), dryRun.value());
    }
}
