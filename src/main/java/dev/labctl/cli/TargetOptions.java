package dev.labctl.cli;

import dev.labctl.command.Command;
import dev.labctl.command.session.Target;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.ClusterSource;
import dev.labctl.lab.LabRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of a command on a lab, its cluster, or both. */
abstract class TargetOptions {
    static final Duration TIMEOUT = Duration.ofMinutes(10);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "The cluster's name ($LABCTL_CLUSTER, $CLUSTER; default: cilium-book).")
    private String cluster;

    /** Empty for commands that take no lab. */
    Optional<LabOptions> lab() {
        return Optional.empty();
    }

    Duration timeout() {
        return TIMEOUT;
    }

    /** Whether the reader chose the timeout. */
    boolean timeoutChosen() {
        return false;
    }

    boolean rehearse() {
        return false;
    }

    /** The context of kubectl of a cluster that labctl did not create; empty where none is named. */
    Optional<String> context() {
        return Optional.empty();
    }

    /** The file that is read in place of a cluster; empty where none is named. */
    Optional<Path> recording() {
        return Optional.empty();
    }

    /** The target of a command that can do without a lab. */
    Target target(Optional<Path> values) {
        boolean useCaseAlone = lab().filter(LabOptions::useCaseAlone).isPresent();
        if (useCaseAlone) {
            throw chapterMissing();
        }
        return new Target(
                spec.name(),
                labRef(),
                values.map(environment()::resolved),
                environment().ciliumVersion(),
                source(),
                timeout(),
                timeoutChosen());
    }

    private ClusterSource source() {
        boolean named = cluster != null || rehearse();
        if (recording().isPresent()) {
            if (named || context().isPresent()) {
                throw usage(
                        "--from is read in place of a cluster, so it takes neither --cluster, --context nor --rehearse");
            }
            Path file = recording().get();
            return new ClusterSource.Recorded(
                    ClusterName.ofRecording(file.toString()), environment().resolved(file));
        }
        if (context().isPresent()) {
            if (named) {
                throw usage("--context names the cluster, so it takes neither --cluster nor --rehearse");
            }
            return new ClusterSource.Context(context().get());
        }
        String name = Optional.ofNullable(cluster).or(environment()::cluster).orElse(ClusterName.BOOK.value());
        return new ClusterSource.Named(new ClusterName(name), rehearse());
    }

    Target target() {
        return target(Optional.empty());
    }

    /** The target of a command that needs to be told the lab. */
    Target labTarget(Optional<Path> values) {
        if (labRef().isEmpty()) {
            throw chapterMissing();
        }
        return target(values);
    }

    Target labTarget() {
        return labTarget(Optional.empty());
    }

    /** What the arguments ask for: a command that fails, where they do not fit together. */
    Request request(Supplier<Command> command) {
        Optional<Path> chapters = lab().flatMap(LabOptions::chapters);
        try {
            return Request.of(command.get(), chapters);
        } catch (FailureException e) {
            return Request.of(new RejectedCommand(spec.name(), labRef(), e.failure()), chapters);
        }
    }

    OutputOptions output() {
        return labctl().output();
    }

    ReaderEnvironment environment() {
        return labctl().environment();
    }

    /** The program's own version. */
    String version() {
        return spec.version()[0];
    }

    /** A context on a command that creates or deletes clusters: never one that was created elsewhere. */
    Optional<String> refused(String context) {
        if (context != null) {
            throw new FailureException(
                    Reason.CLUSTER_NOT_OURS,
                    "`labctl " + spec.name() + "` creates and deletes only clusters of its own, so it takes no context",
                    "On the cluster of a context, use cilium-install, apply, verify and delete.");
        }
        return Optional.empty();
    }

    /** Whether an option stands on the command line. */
    boolean given(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    /** Arguments that do not fit together. */
    FailureException usage(String message) {
        return new FailureException(Reason.USAGE, message, "Run `" + spec.qualifiedName() + " --help` for the usage.");
    }

    private LabctlOptions labctl() {
        return (LabctlOptions) spec.root().userObject();
    }

    private Optional<LabRef> labRef() {
        return lab().flatMap(options -> options.ref(environment()));
    }

    private FailureException chapterMissing() {
        return new FailureException(
                Reason.CHAPTER_MISSING,
                "no chapter is given",
                "Name one: `labctl " + spec.name() + " chapter04 --use-case cluster-scope-ipam`;"
                        + " `labctl list` shows what there is.");
    }
}
