package dev.labctl.cli;

import dev.labctl.cli.options.ReaderEnvironment;
import dev.labctl.command.ListCommand;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(description = "List the chapters and their use cases.")
final class ListArguments extends Arguments {
    @Parameters(index = "0", arity = "0..1", paramLabel = "CHAPTER", description = "Only this chapter.")
    private String chapter;

    @Option(names = "--chapters", paramLabel = "DIR", description = "Where the chapters are ($LABCTL_CHAPTERS).")
    private Path chapters;

    @Override
    Optional<Path> chapters() {
        return Optional.ofNullable(chapters);
    }

    @Override
    ListCommand command(ReaderEnvironment environment) {
        return new ListCommand(Optional.ofNullable(chapter));
    }
}
