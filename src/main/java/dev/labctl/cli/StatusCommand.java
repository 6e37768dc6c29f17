package dev.labctl.cli;

import dev.labctl.command.Program;
import dev.labctl.command.Request;
import dev.labctl.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(description = "Show where the lab stands, or where all labs do.")
final class StatusCommand extends LabCommand {
    @Option(names = "--all", description = "Show every cluster that labctl made, rehearsals as well.")
    private boolean all;

    StatusCommand(Host host) {
        super(host);
    }

    @Override
    Report call(Program program, Request request) {
        return all ? program.looks().statusAll(request) : program.looks().status(request);
    }
}
