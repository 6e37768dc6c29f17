package dev.labctl.command.session;

import dev.labctl.lab.ClusterName;
import dev.labctl.lab.ClusterSource;
import dev.labctl.lab.LabRef;
import dev.labctl.process.ShellWords;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The options that all commands on a lab or its cluster share.
 *
 * @param command its name
 * @param lab which one; empty for "the one that the cluster holds"
 * @param values a file that takes the place of the lab's own values
 * @param ciliumVersion that was asked for; empty for the pinned one
 * @param source of the cluster
 * @param timeout for the whole command
 * @param timeoutChosen whether the reader chose it; otherwise it grows where everything takes longer
 */
public record Target(
        String command,
        Optional<LabRef> lab,
        Optional<Path> values,
        Optional<String> ciliumVersion,
        ClusterSource source,
        Duration timeout,
        boolean timeoutChosen) {
    /** Of the pinned Cilium, with a timeout that was chosen. */
    public Target(String command, Optional<LabRef> lab, Optional<Path> values, ClusterSource source, Duration timeout) {
        this(command, lab, values, Optional.empty(), source, timeout, true);
    }

    /** The name of the cluster. */
    public ClusterName cluster() {
        return source.name();
    }

    /** Whether the reader asks for a rehearsal; one that exists under the name is opened in any case. */
    public boolean rehearse() {
        return source instanceof ClusterSource.Named named && named.rehearse();
    }

    /** What a reader adds to a command of labctl for it to mean a cluster; empty for the book's. */
    public static String options(ClusterName cluster, boolean rehearsal) {
        if (cluster.ofRecording()) {
            return "--from " + ShellWords.quote(cluster.value());
        }
        if (cluster.ofContext()) {
            return "--context " + ShellWords.quote(cluster.value());
        }
        String name = cluster.equals(ClusterName.BOOK) ? "" : "--cluster " + cluster;
        return rehearsal ? (name + " --rehearse").strip() : name;
    }

    /** The same with another timeout. */
    public Target within(Duration other) {
        return new Target(command, lab, values, ciliumVersion, source, other, timeoutChosen);
    }

    /** The same with another version of Cilium. */
    public Target withCilium(Optional<String> version) {
        return new Target(command, lab, values, version, source, timeout, timeoutChosen);
    }
}
