package dev.labctl.cli;

import dev.labctl.cli.options.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "labctl",
        description = "Sets up the labs of a book on Cilium, shows and explains them, and cleans up.",
        synopsisSubcommandLabel = "COMMAND")
final class LabctlArguments {
    @Mixin
    private OutputOptions output;

    OutputOptions output() {
        return output;
    }
}
