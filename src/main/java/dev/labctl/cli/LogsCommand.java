package dev.labctl.cli;

import dev.labctl.steps.Program;
import dev.labctl.steps.Report;
import dev.labctl.steps.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "logs", description = "Show the newest lines of Cilium's agents and operator.")
final class LogsCommand extends ClusterCommand {
    @Option(names = "--lines", paramLabel = "N", description = "How many of each container (default: 100).")
    private int lines = 100;

    LogsCommand(Host host) {
        super(host);
    }

    @Override
    Report call(Program program, Request request) {
        return program.looks().logs(request, lines);
    }
}
