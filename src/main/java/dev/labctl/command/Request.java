package dev.labctl.command;

import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;
import dev.labctl.provider.Provider;
import dev.labctl.report.Report;
import dev.labctl.report.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the reader asked for, as far as it is the same for all commands that work on a cluster.
 *
 * @param command its name
 * @param lab which one; empty for "the one that the cluster holds"
 * @param values a file that takes the place of the lab's own values
 * @param nodeImage asked for by name; empty for the pinned one, or whatever a cluster that is there has
 * @param ciliumVersion asked for by name; empty for the pinned one
 * @param timeout for the whole command
 * @param rehearse false for a real cluster, or whatever is there under that name
 * @param seed of the rehearsal; empty for any
 */
public record Request(
        String command,
        Optional<LabRef> lab,
        ClusterName cluster,
        Optional<Path> values,
        Optional<String> nodeImage,
        Optional<String> ciliumVersion,
        Duration timeout,
        boolean dryRun,
        boolean rehearse,
        OptionalLong seed) {
    /** The report of this command on a cluster of a provider, before it has come to anything else. */
    Report report(Optional<LabRef> subject, Provider provider, Result result) {
        return new Report(
                command,
                subject,
                Optional.of(cluster.value()),
                Optional.of(provider.name()),
                Optional.empty(),
                "",
                List.of(),
                result);
    }
}
