package dev.labctl.cli;

import dev.labctl.command.Program;
import dev.labctl.command.Request;
import dev.labctl.report.Report;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(description = "Bring Cilium to the lab's values, and wait until it is ready.")
final class CiliumInstallCommand extends LabCommand {
    @Mixin
    private CiliumOptions cilium;

    CiliumInstallCommand(Host host) {
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
    Optional<String> ciliumVersion() {
        return cilium.version(defaults());
    }

    @Override
    Report call(Program program, Request request) {
        return program.commands().ciliumInstall(request);
    }
}
