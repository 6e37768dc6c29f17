package dev.labctl.cli;

import dev.labctl.command.Program;
import dev.labctl.command.Request;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.output.ReportWriter.Format;
import dev.labctl.output.files.FileWriter;
import dev.labctl.output.files.OutputFile;
import dev.labctl.redaction.Redaction;
import dev.labctl.report.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(description = "Show where the cluster's addresses are: who has which, what is free, and which pods have none.")
final class IpamCommand extends LabCommand {
    /** Nobody watches for longer than a century. */
    private static final Duration ENDLESS = Duration.ofDays(36_500);

    @Option(names = "--node", paramLabel = "NAME", description = "One node alone, with every address of it.")
    private String node;

    @Option(
            names = "--watch",
            description = "Look every two seconds and show what has changed, until Ctrl-C, or for as long as --timeout"
                    + " says.")
    private boolean watch;

    @Option(names = "--svg", paramLabel = "FILE", description = "Draw the map into a file as well.")
    private Path svg;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write a page for a browser as well, with the map and all addresses.")
    private Path html;

    @Mixin
    private ValuesOption values;

    IpamCommand(Host host) {
        super(host);
    }

    @Override
    Optional<Path> values() {
        return values.value();
    }

    @Override
    Duration timeout() {
        return watch ? givenTimeout().orElse(ENDLESS) : super.timeout();
    }

    @Override
    Report call(Program program, Request request) {
        Optional<String> one = Optional.ofNullable(node);
        if (watch) {
            refuseFiles();
            return program.addresses().watch(request, one);
        }
        List<OutputFile> files = new ArrayList<>();
        Optional.ofNullable(svg).ifPresent(file -> files.add(new OutputFile(OutputFile.Kind.SVG, resolved(file))));
        Optional.ofNullable(html).ifPresent(file -> files.add(new OutputFile(OutputFile.Kind.HTML, resolved(file))));
        return FileWriter.write(program.addresses().ipam(request, one), files, new Redaction(home()));
    }

    private void refuseFiles() {
        boolean text = format() == Format.TEXT;
        if (!text || svg != null || html != null) {
            throw Failure.of(
                            Reason.USAGE,
                            text ? "--watch writes no files" : "--watch shows text alone",
                            "Leave --watch out, or " + (text ? "--svg and --html." : "-o."))
                    .asException();
        }
    }
}
