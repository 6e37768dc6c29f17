package dev.labctl.command;

import dev.labctl.lab.ClusterName;
import java.util.Optional;

/** A command on a cluster. */
interface ClusterCommand extends TargetCommand {
    @Override
    default Optional<ClusterName> cluster() {
        return Optional.of(target().cluster());
    }
}
