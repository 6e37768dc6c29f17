package dev.labctl.cli;

import dev.labctl.steps.Program;
import dev.labctl.steps.Report;
import dev.labctl.steps.Request;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "show", description = "Show a lab: its files, settings and values, and where each comes from.")
final class ShowCommand extends LabCommand {
    @Mixin
    private CiliumOptions cilium;

    ShowCommand(Host host) {
        super(host);
    }

    @Override
    boolean needsLab() {
        return true;
    }

    @Override
    Optional<Path> values() {
        return cilium.values();
    }

    @Override
    Report call(Program program, Request request) {
        return program.views().show(request);
    }
}
