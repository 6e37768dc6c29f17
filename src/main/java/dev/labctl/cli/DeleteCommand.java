package dev.labctl.cli;

import dev.labctl.steps.Program;
import dev.labctl.steps.Report;
import dev.labctl.steps.Request;
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
