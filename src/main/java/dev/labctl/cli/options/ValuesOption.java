package dev.labctl.cli.options;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Other settings of Cilium than the lab's. */
public final class ValuesOption {
    @Option(names = "--values", paramLabel = "FILE", description = "Helm values that take the place of the lab's own.")
    private Path values;

    public Optional<Path> value() {
        return Optional.ofNullable(values);
    }
}
