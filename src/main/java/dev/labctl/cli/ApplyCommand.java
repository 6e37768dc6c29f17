package dev.labctl.cli;

import dev.labctl.command.Program;
import dev.labctl.command.Request;
import dev.labctl.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(description = "Apply the lab's manifests, and wait until each object is as it should be.")
final class ApplyCommand extends LabCommand {
    @Option(names = "--force-conflicts", description = "Take over fields that somebody else manages.")
    private boolean forceConflicts;

    ApplyCommand(Host host) {
        super(host);
    }

    @Override
    boolean needsLab() {
        return true;
    }

    @Override
    Report call(Program program, Request request) {
        return program.commands().apply(request, forceConflicts);
    }
}
