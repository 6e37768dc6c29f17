package dev.labctl.cli;

import dev.labctl.command.Command;
import dev.labctl.output.files.OutputFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a command's arguments ask for.
 *
 * @param chapters the folder with the chapters, where one is given
 * @param files that the result is written to as well, as the reader gave them
 */
public record Request(Command command, Optional<Path> chapters, List<OutputFile> files) {
    public Request {
        files = List.copyOf(files);
    }

    static Request of(Command command, Optional<Path> chapters) {
        return new Request(command, chapters, List.of());
    }

    /** The same with one more file, where one is given. */
    Request and(OutputFile.Kind kind, Optional<Path> file) {
        return new Request(
                command,
                chapters,
                Stream.concat(files.stream(), file.map(path -> new OutputFile(kind, path)).stream())
                        .toList());
    }

    /** The same with paths that do not depend on a working directory. */
    Request resolved(ReaderEnvironment environment) {
        return new Request(
                command,
                chapters,
                files.stream()
                        .map(file -> new OutputFile(file.kind(), environment.resolved(file.path())))
                        .toList());
    }
}
