package dev.labctl.provider;

import dev.labctl.lab.ClusterName;
import dev.labctl.time.TimeSource;
import java.util.List;
import java.util.Optional;

/**
 * What kind of clusters a provider has.
 *
 * @param name as {@code provider} in JSON has it
 * @param limits what real clusters have and these do not, a line each, for readers; none where they are real
 * @param time the time in which the clusters live: deadlines and waits are measured on it
 * @param commands the shell commands by which a reader gets the same from a real cluster
 */
public record ClusterKind(String name, List<String> limits, TimeSource time, Equivalents commands) {
    public ClusterKind {
        limits = List.copyOf(limits);
    }

    /** Whether the clusters exist only within labctl: they need no tools, and other tools cannot reach them. */
    public boolean simulated() {
        return !limits.isEmpty();
    }

    /** The context of kubectl by which a cluster is reached; empty where no other tool reaches it. */
    public Optional<String> context(ClusterName cluster) {
        return simulated() ? Optional.empty() : Optional.of(commands.context(cluster));
    }
}
