package dev.labctl.cli;

import dev.labctl.cli.options.ReaderEnvironment;
import dev.labctl.cli.options.ValuesOption;
import dev.labctl.command.IpamCommand;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.output.ReportWriter.Format;
import dev.labctl.output.files.OutputFile;
import dev.labctl.output.files.OutputFile.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(description = "Show the cluster's addresses: who has which, what is free, and which pods have none.")
final class IpamArguments extends LabClusterArguments {
    /** No one watches for longer than a century. */
    private static final Duration ENDLESS = Duration.ofDays(36_500);

    @Option(names = "--node", paramLabel = "NAME", description = "Only this node, with each of its addresses.")
    private String node;

    @Option(
            names = "--watch",
            description = "Observe the cluster every two seconds and show what has changed, until Ctrl-C or for as long"
                    + " as --timeout says.")
    private boolean watch;

    @Option(names = "--svg", paramLabel = "FILE", description = "Also draw the map into a file.")
    private Path svg;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Also write a page for a browser, with the map and all addresses.")
    private Path html;

    @Mixin
    private ValuesOption values;

    @Override
    Optional<Path> values() {
        return values.value();
    }

    @Override
    Duration timeout() {
        return watch ? givenTimeout().orElse(ENDLESS) : super.timeout();
    }

    @Override
    List<OutputFile> files(ReaderEnvironment environment) {
        List<OutputFile> files = new ArrayList<>();
        Optional.ofNullable(svg).ifPresent(file -> files.add(new OutputFile(Kind.SVG, environment.resolved(file))));
        Optional.ofNullable(html).ifPresent(file -> files.add(new OutputFile(Kind.HTML, environment.resolved(file))));
        return files;
    }

    @Override
    IpamCommand command(ReaderEnvironment environment) {
        if (watch) {
            refuseFiles();
        }
        return new IpamCommand(target(environment), Optional.ofNullable(node), watch);
    }

    private void refuseFiles() {
        boolean text = output().format() == Format.TEXT;
        if (!text || svg != null || html != null) {
            throw Failure.of(
                            Reason.USAGE,
                            text ? "--watch writes no files" : "--watch shows text only",
                            "Leave --watch out, or " + (text ? "--svg and --html." : "-o."))
                    .asException();
        }
    }
}
