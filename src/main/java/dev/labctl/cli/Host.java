package dev.labctl.cli;

import dev.labctl.command.Program;
import dev.labctl.report.Report;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the command line needs from the rest of the program. */
public interface Host {
    Map<String, String> environment();

    /** Where relative paths start. */
    Path workingDirectory();

    /**
     * Puts the program together for one call, makes the call, and writes its report.
     *
     * @param chapters the folder given by option
     * @return the exit code
     */
    int call(OutputOptions output, Optional<Path> chapters, Function<Program, Report> call);
}
