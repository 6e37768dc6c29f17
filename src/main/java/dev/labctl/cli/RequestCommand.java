package dev.labctl.cli;

import dev.labctl.command.Program;
import dev.labctl.command.Request;
import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;
import dev.labctl.output.ReportWriter.Format;
import dev.labctl.report.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands that are about a lab or its cluster have in common: each turns its arguments into a request. */
abstract class RequestCommand implements Callable<Integer> {
    static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final Host host;

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions output;

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "The cluster's name ($LABCTL_CLUSTER, $CLUSTER; default: cilium-book).")
    private String cluster;

    RequestCommand(Host host) {
        this.host = host;
    }

    /** What the command does, once it is parsed. */
    abstract Report call(Program program, Request request);

    /** Which lab, where the command takes one. */
    Optional<LabArguments> lab() {
        return Optional.empty();
    }

    /** Whether it can do nothing without being told the lab. */
    boolean needsLab() {
        return false;
    }

    Optional<Path> values() {
        return Optional.empty();
    }

    Optional<String> nodeImage() {
        return Optional.empty();
    }

    Optional<String> ciliumVersion() {
        return Optional.empty();
    }

    Duration timeout() {
        return TIMEOUT;
    }

    boolean dryRun() {
        return false;
    }

    boolean rehearse() {
        return false;
    }

    OptionalLong seed() {
        return OptionalLong.empty();
    }

    Format format() {
        return output.format();
    }

    /** The program's own version. */
    String version() {
        return spec.version()[0];
    }

    /** Whether an option stands on the command line. */
    boolean given(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    Defaults defaults() {
        return new Defaults(host.environment());
    }

    /** The reader's home directory; empty where the environment does not say it. */
    String home() {
        return host.environment().getOrDefault("HOME", host.environment().getOrDefault("USERPROFILE", ""));
    }

    /** A path of the reader's, from where the reader is. */
    Path resolved(Path file) {
        return host.workingDirectory().resolve(file).normalize();
    }

    @Override
    public Integer call() {
        return host.call(output, lab().flatMap(LabArguments::chapters), program -> {
            Optional<LabRef> ref = lab().flatMap(arguments -> arguments.ref(defaults()));
            try {
                return call(program, request(ref));
            } catch (FailureException e) {
                return Report.failed(spec.name(), ref, Optional.empty(), e.failure());
            }
        });
    }

    private Request request(Optional<LabRef> ref) {
        boolean useCaseAlone = lab().filter(LabArguments::useCaseAlone).isPresent();
        if (ref.isEmpty() && (needsLab() || useCaseAlone)) {
            throw Failure.of(
                            Reason.CHAPTER_MISSING,
                            "no chapter is given",
                            "Name one: `labctl " + spec.name() + " chapter04 --use-case cluster-scope-ipam`;"
                                    + " `labctl list` shows what there is.")
                    .asException();
        }
        String name = Optional.ofNullable(cluster).or(defaults()::cluster).orElse(ClusterName.BOOK.value());
        return new Request(
                spec.name(),
                ref,
                new ClusterName(name),
                values().map(this::resolved),
                nodeImage(),
                ciliumVersion(),
                timeout(),
                dryRun(),
                rehearse(),
                seed());
    }
}
