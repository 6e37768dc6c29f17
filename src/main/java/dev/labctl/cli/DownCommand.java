package dev.labctl.cli;

import dev.labctl.command.Program;
import dev.labctl.command.Request;
import dev.labctl.report.Report;
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
