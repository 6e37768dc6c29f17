package dev.labctl.cli;

import dev.labctl.steps.Program;
import dev.labctl.steps.Report;
import dev.labctl.steps.Request;
import picocli.CommandLine.Command;

@Command(name = "status", description = "Show where the lab stands.")
final class StatusCommand extends LabCommand {
    StatusCommand(Host host) {
        super(host);
    }

    @Override
    Report call(Program program, Request request) {
        return program.looks().status(request);
    }
}
