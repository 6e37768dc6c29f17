package dev.labctl.cli;

import dev.labctl.command.Program;
import dev.labctl.command.Request;
import dev.labctl.report.Report;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(description = "Make the lab's cluster, or find it there and right.")
final class UpCommand extends LabCommand {
    @Mixin
    private NodeImageOption nodeImage;

    @Option(names = "--recreate", description = "Make the cluster anew, whatever is there under its name.")
    private boolean recreate;

    UpCommand(Host host) {
        super(host);
    }

    @Override
    boolean needsLab() {
        return true;
    }

    @Override
    Optional<String> nodeImage() {
        return nodeImage.value(defaults());
    }

    @Override
    Report call(Program program, Request request) {
        return program.commands().up(request, recreate);
    }
}
