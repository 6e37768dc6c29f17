package dev.labctl.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The program itself, without a command. */
@Command(
        name = "labctl",
        description = "Sets up the labs of a book on Cilium, shows and explains them, and cleans up.",
        synopsisSubcommandLabel = "COMMAND")
final class LabctlOptions {
    @Mixin
    private OutputOptions output;

    private final ReaderEnvironment environment;

    LabctlOptions(ReaderEnvironment environment) {
        this.environment = environment;
    }

    OutputOptions output() {
        return output;
    }

    ReaderEnvironment environment() {
        return environment;
    }
}
