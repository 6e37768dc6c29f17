package dev.labctl.cli;

import dev.labctl.command.Program;
import dev.labctl.command.Request;
import dev.labctl.report.Report;
import picocli.CommandLine.Command;

@Command(description = "Show a lab: its files, settings and values, and where each comes from.")
final class ShowCommand extends LabViewCommand {
    ShowCommand(Host host) {
        super(host);
    }

    @Override
    Report call(Program program, Request request) {
        return program.views().show(request);
    }
}
