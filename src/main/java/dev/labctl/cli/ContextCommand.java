package dev.labctl.cli;

import dev.labctl.steps.Program;
import dev.labctl.steps.Report;
import dev.labctl.steps.Request;
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
