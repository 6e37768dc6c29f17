package dev.labctl.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of a command that shows something of a cluster, or of what was recorded of one. */
class ShownClusterOptions extends AnyClusterOptions {
    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Read this in place of a cluster: a sysdump of the cilium CLI, or a bundle of `labctl logs"
                    + " --bundle`, as a zip file or folder.")
    private Path from;

    @Override
    Optional<Path> recording() {
        return Optional.ofNullable(from);
    }
}
