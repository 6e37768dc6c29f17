package dev.labctl.cli;

import dev.labctl.cli.options.DryRunOption;
import dev.labctl.cli.options.ReaderEnvironment;
import dev.labctl.command.VerifyCommand;
import dev.labctl.lab.LabState;
import dev.labctl.output.files.OutputFile;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Option;

@Command(
        description = "Check the lab's expectations, and wait for those that may still be met.",
        defaultValueProvider = VerifyArguments.ShorterTimeout.class)
final class VerifyArguments extends LabClusterArguments {
    /** Everything else was waited for when it was created. */
    static final class ShorterTimeout implements IDefaultValueProvider {
        @Override
        public String defaultValue(ArgSpec argument) {
            return argument.paramLabel().equals(TIMEOUT_LABEL) ? "2m" : null;
        }
    }

    @Option(
            names = "--expect",
            paramLabel = "STATE",
            description =
                    "fault: as the lab's files create it, with the fault that it may be about; healthy: with every"
                            + " pod running that is wanted (default: fault).")
    private LabState state = LabState.FAULT;

    @Option(names = "--junit", paramLabel = "FILE", description = "Also write the results to a file, as JUnit XML.")
    private Path junit;

    @Mixin
    private DryRunOption dryRun;

    @Override
    List<OutputFile> files(ReaderEnvironment environment) {
        return junit == null || dryRun.value()
                ? List.of()
                : List.of(new OutputFile(OutputFile.Kind.JUNIT, environment.resolved(junit)));
    }

    @Override
    VerifyCommand command(ReaderEnvironment environment) {
        return new VerifyCommand(target(environment), state, dryRun.value());
    }
}
