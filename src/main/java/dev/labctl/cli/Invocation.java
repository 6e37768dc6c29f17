package dev.labctl.cli;

import dev.labctl.cli.options.OutputOptions;
import dev.labctl.command.Command;
import dev.labctl.output.files.OutputFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the arguments of the program come to. */
public sealed interface Invocation {
    /** Help, or the version: a text for standard output. */
    record Information(String text) implements Invocation {}

    /**
     * A command to run.
     *
     * @param chapters the folder with the chapters, where one is given
     * @param files that the result is written to as well
     * @param usage shown on standard error beforehand; empty for all but who typed nothing but the program's name
     */
    record Call(Command command, OutputOptions output, Optional<Path> chapters, List<OutputFile> files, String usage)
            implements Invocation {
        public Call {
            files = List.copyOf(files);
        }
    }
}
