package dev.labctl.cli;

import dev.labctl.command.Program;
import dev.labctl.command.Request;
import dev.labctl.report.Report;
import picocli.CommandLine.Command;

@Command(description = "Delete the objects that were applied, and wait until they are gone.")
final class DeleteCommand extends LabCommand {
    DeleteCommand(Host host) {
        super(host);
    }

    @Override
    Report call(Program program, Request request) {
        return program.commands().delete(request);
    }
}
