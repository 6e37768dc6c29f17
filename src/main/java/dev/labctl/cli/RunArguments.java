package dev.labctl.cli;

import dev.labctl.cli.options.CiliumOptions;
import dev.labctl.cli.options.ReaderEnvironment;
import dev.labctl.command.RunCommand;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(description = "Do everything: up, cilium-install, apply, verify.")
final class RunArguments extends CreatingArguments {
    @Mixin
    private CiliumOptions cilium;

    @Option(names = "--recreate", description = "Replace the cluster, whatever exists under its name.")
    private boolean recreate;

    @Option(names = "--force-conflicts", description = "Take over fields that other managers own.")
    private boolean forceConflicts;

    @Option(names = "--down", description = "Delete the cluster afterwards, whatever the outcome.")
    private boolean down;

    @Override
    boolean needsLab() {
        return true;
    }

    @Override
    Optional<Path> values() {
        return cilium.values();
    }

    @Override
    RunCommand command(ReaderEnvironment environment) {
        return new RunCommand(
                target(environment),
                nodeImage(environment),
                cilium.version(environment),
                recreate,
                forceConflicts,
                down,
                seed(),
                dryRun());
    }
}
