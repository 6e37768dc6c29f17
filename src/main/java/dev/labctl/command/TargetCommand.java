package dev.labctl.command;

import dev.labctl.command.session.Target;
import dev.labctl.lab.LabRef;
import java.util.Optional;

/** A command on a lab or its cluster. */
interface TargetCommand extends Command {
    Target target();

    @Override
    default String name() {
        return target().command();
    }

    @Override
    default Optional<LabRef> lab() {
        return target().lab();
    }
}
