package dev.labctl.cli;

import dev.labctl.command.BundleCommand;
import dev.labctl.command.Command;
import dev.labctl.command.LogsCommand;
import dev.labctl.logs.LogQuery;
import dev.labctl.output.ReportWriter.Format;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which logs are meant. */
final class LogsOptions extends AnyClusterOptions {
    @Parameters(
            arity = "0..*",
            paramLabel = "TARGET",
            description = "agent, operator, deploy/NAME, ds/NAME, sts/NAME, job/NAME, svc/NAME or pod/NAME (default:"
                    + " agent operator).")
    private List<String> targets = List.of();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "Namespace of the targets (default: default, or the one that has them).")
    private String namespace;

    @Option(
            names = {"-c", "--container"},
            paramLabel = "CONTAINER",
            description = "Only this one of each pod (default: all of them).")
    private String container;

    @Option(names = "--lines", paramLabel = "N", description = "Number of lines for each container (default: 100).")
    private int lines = 100;

    @Option(
            names = "--since",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "Only lines that are not older than this, such as 5m.")
    private Duration since;

    @Option(
            names = {"-p", "--previous"},
            description = "The logs of the containers before their last restart.")
    private boolean previous;

    @Option(
            names = {"-f", "--follow"},
            description = "Continue with what is written, until Ctrl-C or for as long as --timeout says.")
    private boolean follow;

    @Option(
            names = "--bundle",
            paramLabel = "FILE",
            description = "Write everything that a bug report needs to a zip file, with secrets removed.")
    private Path bundle;

    @Override
    Duration timeout() {
        return follow ? patientTimeout() : super.timeout();
    }

    Optional<Path> bundle() {
        return Optional.ofNullable(bundle);
    }

    /**
     * The command that they ask for.
     *
     * @throws dev.labctl.failure.FailureException where they contradict each other
     */
    Command command() {
        refuseContradictions();
        if (bundle != null) {
            return new BundleCommand(target(), versions());
        }
        LogQuery query = new LogQuery(
                targets,
                Optional.ofNullable(namespace),
                Optional.ofNullable(container),
                lines,
                Optional.ofNullable(since),
                previous);
        return new LogsCommand(target(), query, follow);
    }

    private void refuseContradictions() {
        if (lines < 0) {
            throw usage("--lines takes a number of 0 or more, not " + lines);
        }
        if (follow && output().format() != Format.TEXT) {
            throw usage("--follow writes text only: a JSON or YAML document has an end");
        }
        if (follow && previous) {
            throw usage("--follow and --previous exclude each other: a container that has ended writes nothing more");
        }
        boolean some = !targets.isEmpty() || namespace != null || container != null || since != null || previous;
        if (bundle != null && (follow || some)) {
            throw usage("--bundle collects everything, so it takes neither targets nor options that select lines");
        }
    }

    private List<String> versions() {
        return List.of(
                version(),
                "java " + System.getProperty("java.version") + ", " + System.getProperty("java.vendor"),
                "os " + System.getProperty("os.name") + ", " + System.getProperty("os.arch"));
    }
}
