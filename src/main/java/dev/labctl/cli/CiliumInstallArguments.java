package dev.labctl.cli;

import dev.labctl.cli.options.CiliumOptions;
import dev.labctl.cli.options.DryRunOption;
import dev.labctl.cli.options.ReaderEnvironment;
import dev.labctl.command.CiliumInstallCommand;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(description = "Install Cilium with the lab's values, or upgrade it to them, and wait until it is ready.")
final class CiliumInstallArguments extends LabClusterArguments {
    @Mixin
    private CiliumOptions cilium;

    @Mixin
    private DryRunOption dryRun;

    @Override
    boolean needsLab() {
        return true;
    }

    @Override
    Optional<Path> values() {
        return cilium.values();
    }

    @Override
    CiliumInstallCommand command(ReaderEnvironment environment) {
        return new CiliumInstallCommand(target(environment), cilium.version(environment), dryRun.value());
    }
}
