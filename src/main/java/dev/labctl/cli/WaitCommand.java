package dev.labctl.cli;

import dev.labctl.command.Program;
import dev.labctl.command.Request;
import dev.labctl.report.Report;
import picocli.CommandLine.Command;

@Command(description = "Wait until Cilium and the lab's objects are as they should be.")
final class WaitCommand extends LabCommand {
    WaitCommand(Host host) {
        super(host);
    }

    @Override
    Report call(Program program, Request request) {
        return program.commands().waitFor(request);
    }
}
