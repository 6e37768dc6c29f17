package dev.labctl.cli;

import dev.labctl.cli.options.LabArguments;
import dev.labctl.cli.options.ReaderEnvironment;
import dev.labctl.command.session.Target;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The arguments of a command on a lab, its cluster, or both. */
abstract class TargetArguments extends Arguments {
    static final Duration TIMEOUT = Duration.ofMinutes(10);

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "The cluster's name ($LABCTL_CLUSTER, $CLUSTER; default: cilium-book).")
    private String cluster;

    /** Empty for commands that take no lab. */
    Optional<LabArguments> labArguments() {
        return Optional.empty();
    }

    /** Whether the command needs to be told the lab. */
    boolean needsLab() {
        return false;
    }

    Optional<Path> values() {
        return Optional.empty();
    }

    Duration timeout() {
        return TIMEOUT;
    }

    boolean rehearse() {
        return false;
    }

    @Override
    Optional<Path> chapters() {
        return labArguments().flatMap(LabArguments::chapters);
    }

    @Override
    Optional<LabRef> lab(ReaderEnvironment environment) {
        return labArguments().flatMap(arguments -> arguments.ref(environment));
    }

    Target target(ReaderEnvironment environment) {
        Optional<LabRef> lab = lab(environment);
        boolean useCaseAlone = labArguments().filter(LabArguments::useCaseAlone).isPresent();
        if (lab.isEmpty() && (needsLab() || useCaseAlone)) {
            throw Failure.of(
                            Reason.CHAPTER_MISSING,
                            "no chapter is given",
                            "Name one: `labctl " + name() + " chapter04 --use-case cluster-scope-ipam`;"
                                    + " `labctl list` shows what there is.")
                    .asException();
        }
        String clusterName =
                Optional.ofNullable(cluster).or(environment::cluster).orElse(ClusterName.BOOK.value());
        return new Target(
                name(), lab, values().map(environment::resolved), new ClusterName(clusterName), rehearse(), timeout());
    }
}
