package dev.labctl.cli;

import dev.labctl.steps.Program;
import dev.labctl.steps.Report;
import dev.labctl.steps.Request;
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
