package dev.labctl.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which Cilium, with which values. */
final class CiliumOptions {
    @Mixin
    private CiliumVersionOption version;

    @Option(names = "--values", paramLabel = "FILE", description = Descriptions.VALUES)
    private Path values;

    Optional<String> version(ReaderEnvironment environment) {
        return version.version(environment);
    }

    Optional<Path> values() {
        return Optional.ofNullable(values);
    }
}
