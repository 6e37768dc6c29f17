package dev.labctl.command.session;

import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The options that all commands on a lab or its cluster share.
 *
 * @param command its name
 * @param lab which one; empty for "the one that the cluster holds"
 * @param values a file that takes the place of the lab's own values
 * @param rehearse false for a real cluster, or whatever exists under that name
 * @param timeout for the whole command
 */
public record Target(
        String command,
        Optional<LabRef> lab,
        Optional<Path> values,
        ClusterName cluster,
        boolean rehearse,
        Duration timeout) {
    /** The same with another timeout. */
    public Target within(Duration other) {
        return new Target(command, lab, values, cluster, rehearse, other);
    }
}
