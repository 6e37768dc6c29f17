package dev.labctl.cli;

import dev.labctl.command.Program;
import dev.labctl.command.Request;
import dev.labctl.report.Report;
import picocli.CommandLine.Command;

@Command(description = "Remove Cilium from the cluster.")
final class CiliumUninstallCommand extends ClusterCommand {
    CiliumUninstallCommand(Host host) {
        super(host);
    }

    @Override
    Report call(Program program, Request request) {
        return program.commands().ciliumUninstall(request);
    }
}
