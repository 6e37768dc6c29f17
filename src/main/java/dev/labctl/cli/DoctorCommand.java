package dev.labctl.cli;

import dev.labctl.command.Program;
import dev.labctl.command.Request;
import dev.labctl.report.Report;
import picocli.CommandLine.Command;

@Command(description = "Look what is missing or unfit on this machine, and say what mends it.")
final class DoctorCommand extends LabCommand {
    DoctorCommand(Host host) {
        super(host);
    }

    @Override
    Report call(Program program, Request request) {
        return program.views().doctor(request);
    }
}
