package dev.labctl.cli;

import dev.labctl.command.Program;
import dev.labctl.command.Request;
import dev.labctl.lab.LabState;
import dev.labctl.output.files.FileWriter;
import dev.labctl.output.files.OutputFile;
import dev.labctl.redaction.Redaction;
import dev.labctl.report.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Option;

@Command(
        description = "Check that what the book says is so, and wait for what may still come true.",
        defaultValueProvider = VerifyCommand.Patience.class)
final class VerifyCommand extends LabCommand {
    /** Everything else was waited for when it was made. */
    static final class Patience implements IDefaultValueProvider {
        @Override
        public String defaultValue(ArgSpec argument) {
            return argument.paramLabel().equals(TIMEOUT_LABEL) ? "2m" : null;
        }
    }

    @Option(
            names = "--expect",
            paramLabel = "STATE",
            description = "fault: as the lab's files make it, with the fault that it may be about; healthy: with every"
                    + " pod running that is asked for (default: fault).")
    private LabState state = LabState.FAULT;

    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description = "Write the verdicts into a file as well, in JUnit's XML.")
    private Path junit;

    VerifyCommand(Host host) {
        super(host);
    }

    @Override
    Report call(Program program, Request request) {
        Report report = program.looks().verify(request, state);
        return Optional.ofNullable(junit)
                .filter(file -> !request.dryRun())
                .map(file -> FileWriter.write(
                        report, List.of(new OutputFile(OutputFile.Kind.JUNIT, resolved(file))), new Redaction(home())))
                .orElse(report);
    }
}
