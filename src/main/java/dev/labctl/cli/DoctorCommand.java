package dev.labctl.cli;

import dev.labctl.steps.Program;
import dev.labctl.steps.Report;
import dev.labctl.steps.Request;
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
