package dev.labctl.command;

import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.Target;
import dev.labctl.command.view.LabViews;
import dev.labctl.lab.Lab;
import dev.labctl.report.Report;
import java.nio.file.Path;
import java.util.Optional;

/** Shows a lab's files, settings and values, and where each comes from. */
public record ShowCommand(Target target) implements TargetCommand {
    @Override
    public Report run(CommandContext context) {
        Lab lab = context.labs().runnable(target);
        Path root = context.labs().catalogue().root();
        Path base = Optional.ofNullable(root.getParent()).orElse(root);
        return Report.of(name(), lab(), LabViews.of(lab, target.cluster(), base));
    }
}
