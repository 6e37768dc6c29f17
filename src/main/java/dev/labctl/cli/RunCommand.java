package dev.labctl.cli;

import dev.labctl.command.Program;
import dev.labctl.command.Request;
import dev.labctl.report.Report;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(description = "Everything: up, cilium-install, apply, verify.")
final class RunCommand extends LabCommand {
    @Mixin
    private NodeImageOption nodeImage;

    @Mixin
    private CiliumOptions cilium;

    @Option(names = "--recreate", description = "Make the cluster anew, whatever is there under its name.")
    private boolean recreate;

    @Option(names = "--force-conflicts", description = "Take over fields that somebody else manages.")
    private boolean forceConflicts;

    @Option(names = "--down", description = "Delete the cluster afterwards, whatever came of it.")
    private boolean down;

    RunCommand(Host host) {
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
    Optional<String> nodeImage() {
        return nodeImage.value(defaults());
    }

    @Override
    Optional<String> ciliumVersion() {
        return cilium.version(defaults());
    }

    @Override
    Report call(Program program, Request request) {
        return program.commands().run(request, recreate, forceConflicts, down);
    }
}
