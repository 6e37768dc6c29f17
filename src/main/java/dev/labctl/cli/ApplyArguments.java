package dev.labctl.cli;

import dev.labctl.cli.options.DryRunOption;
import dev.labctl.cli.options.ReaderEnvironment;
import dev.labctl.command.ApplyCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(description = "Apply the lab's manifests, and wait until each object is ready or as the lab expects it.")
final class ApplyArguments extends LabClusterArguments {
    @Option(names = "--force-conflicts", description = "Take over fields that other managers own.")
    private boolean forceConflicts;

    @Mixin
    private DryRunOption dryRun;

    @Override
    boolean needsLab() {
        return true;
    }

    @Override
    ApplyCommand command(ReaderEnvironment environment) {
        return new ApplyCommand(target(environment), forceConflicts, dryRun.value());
    }
}
