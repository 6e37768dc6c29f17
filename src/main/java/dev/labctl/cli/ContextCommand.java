package dev.labctl.cli;

import dev.labctl.command.Program;
import dev.labctl.command.Request;
import dev.labctl.report.Report;
import picocli.CommandLine.Command;

@Command(description = "Make the cluster kubectl's current context.")
final class ContextCommand extends ClusterCommand {
    ContextCommand(Host host) {
        super(host);
    }

    @Override
    Report call(Program program, Request request) {
        return program.commands().context(request);
    }
}
