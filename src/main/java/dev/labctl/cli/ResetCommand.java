package dev.labctl.cli;

import dev.labctl.command.Program;
import dev.labctl.command.Request;
import dev.labctl.report.Report;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(description = "Delete the lab's cluster and make it anew.")
final class ResetCommand extends LabCommand {
    @Mixin
    private NodeImageOption nodeImage;

    ResetCommand(Host host) {
        super(host);
    }

    @Override
    Optional<String> nodeImage() {
        return nodeImage.value(defaults());
    }

    @Override
    Report call(Program program, Request request) {
        return program.commands().reset(request);
    }
}
