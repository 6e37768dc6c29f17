package dev.labctl.cli;

import dev.labctl.command.Command;
import dev.labctl.command.session.CommandContext;
import dev.labctl.failure.Failure;
import dev.labctl.lab.LabRef;
import dev.labctl.report.Report;
import java.util.Optional;

/** A command with arguments that are wrong: it fails with what is wrong about them. */
record RejectedCommand(String name, Optional<LabRef> lab, Failure failure) implements Command {
    @Override
    public Report run(CommandContext context) {
        throw failure.asException();
    }
}
