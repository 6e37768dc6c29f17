package dev.labctl.cli;

import dev.labctl.steps.Program;
import dev.labctl.steps.Report;
import dev.labctl.steps.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(description = "Delete the lab's cluster, and nothing else.")
final class DownCommand extends LabCommand {
    @Option(names = "--all", description = "Delete every cluster that labctl made, and none other.")
    private boolean all;

    DownCommand(Host host) {
        super(host);
    }

    @Override
    Report call(Program program, Request request) {
        return all ? program.commands().downAll(request) : program.commands().down(request);
    }
}
