package dev.labctl.cli;

import dev.labctl.cli.options.OutputOptions;
import dev.labctl.cli.options.ReaderEnvironment;
import dev.labctl.command.Command;
import dev.labctl.lab.LabRef;
import dev.labctl.output.files.OutputFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The arguments of one command, filled in by picocli. */
@picocli.CommandLine.Command
abstract class Arguments {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private LabctlArguments labctl;

    /**
     * The command that they ask for.
     *
     * @throws dev.labctl.failure.FailureException where they do not fit together
     */
    abstract Command command(ReaderEnvironment environment);

    /** The folder with the chapters, where one is given. */
    Optional<Path> chapters() {
        return Optional.empty();
    }

    /** The lab that they name. */
    Optional<LabRef> lab(ReaderEnvironment environment) {
        return Optional.empty();
    }

    /** The files that the result is written to as well. */
    List<OutputFile> files(ReaderEnvironment environment) {
        return List.of();
    }

    OutputOptions output() {
        return labctl.output();
    }

    String name() {
        return spec.name();
    }

    /** The program's own version. */
    String version() {
        return spec.version()[0];
    }

    /** Whether an option stands on the command line. */
    boolean given(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }
}
