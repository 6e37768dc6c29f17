package dev.labctl.cli;

import dev.labctl.command.Program;
import dev.labctl.command.Request;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.logs.LogQuery;
import dev.labctl.output.ReportWriter.Format;
import dev.labctl.output.files.FileWriter;
import dev.labctl.output.files.OutputFile;
import dev.labctl.redaction.Redaction;
import dev.labctl.report.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(description = "Show the newest lines of Cilium's agents and operator, or of a lab's pods, merged by time.")
final class LogsCommand extends ClusterCommand {
    /** Longer than anybody looks on, and short enough to be added to a time. */
    private static final Duration ENDLESS = Duration.ofDays(10_000);

    @Parameters(
            arity = "0..*",
            paramLabel = "TARGET",
            description = "agent, operator, deploy/NAME, ds/NAME, sts/NAME, job/NAME, svc/NAME or pod/NAME (default:"
                    + " agent operator).")
    private List<String> targets = List.of();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "Of the targets (default: the namespace default, or the one that has them).")
    private String namespace;

    @Option(
            names = {"-c", "--container"},
            paramLabel = "CONTAINER",
            description = "Only this one of each pod (default: all of them).")
    private String container;

    @Option(names = "--lines", paramLabel = "N", description = "How many of each container (default: 100).")
    private int lines = 100;

    @Option(
            names = "--since",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "Only lines that are not older, such as 5m.")
    private Duration since;

    @Option(
            names = {"-p", "--previous"},
            description = "Of the containers that ran before the last restart.")
    private boolean previous;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written, until Ctrl-C or for as long as --timeout says.")
    private boolean follow;

    @Option(
            names = "--bundle",
            paramLabel = "FILE",
            description = "Write everything that a bug report needs into a zip file, secrets taken out.")
    private Path bundle;

    LogsCommand(Host host) {
        super(host);
    }

    @Override
    Duration timeout() {
        return follow ? givenTimeout().orElse(ENDLESS) : super.timeout();
    }

    @Override
    Report call(Program program, Request request) {
        refuseNonsense();
        if (bundle != null) {
            return FileWriter.write(
                    program.logs().bundle(request, versions()),
                    List.of(new OutputFile(OutputFile.Kind.BUNDLE, resolved(bundle))),
                    new Redaction(home()));
        }
        LogQuery query = new LogQuery(
                targets,
                Optional.ofNullable(namespace),
                Optional.ofNullable(container),
                lines,
                Optional.ofNullable(since),
                previous);
        return follow ? program.logs().follow(request, query) : program.logs().show(request, query);
    }

    private void refuseNonsense() {
        if (lines < 0) {
            throw usage("--lines takes a number from 0 upwards, not " + lines);
        }
        if (follow && format() != Format.TEXT) {
            throw usage("--follow writes text alone: one document has an end");
        }
        if (follow && previous) {
            throw usage("--follow and --previous do not go together: nothing is written there any more");
        }
        boolean some = !targets.isEmpty() || namespace != null || container != null || since != null || previous;
        if (bundle != null && (follow || some)) {
            throw usage("--bundle takes everything, so it goes with no target and none of the options that choose");
        }
    }

    private static RuntimeException usage(String message) {
        return Failure.of(Reason.USAGE, message, "`labctl logs --help` shows how it goes.")
                .asException();
    }

    private List<String> versions() {
        return List.of(
                version(),
                "java " + System.getProperty("java.version") + ", " + System.getProperty("java.vendor"),
                "os " + System.getProperty("os.name") + ", " + System.getProperty("os.arch"));
    }
}
