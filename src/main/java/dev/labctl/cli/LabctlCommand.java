package dev.labctl.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "labctl",
        description = "Brings the labs of a book on Cilium up, shows them, and cleans up.",
        synopsisSubcommandLabel = "COMMAND")
final class LabctlCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
