package dev.labctl.cli;

import dev.labctl.cli.options.ReaderEnvironment;
import dev.labctl.command.UpCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(description = "Create the lab's cluster, or reuse it if it matches.")
final class UpArguments extends CreatingArguments {
    @Option(names = "--recreate", description = "Replace the cluster, whatever exists under its name.")
    private boolean recreate;

    @Override
    boolean needsLab() {
        return true;
    }

    @Override
    UpCommand command(ReaderEnvironment environment) {
        return new UpCommand(target(environment), nodeImage(environment), recreate, seed(), dryRun());
    }
}
