package dev.labctl.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which Cilium, with which values. */
final class CiliumOptions {
    @Option(
            names = "--cilium-version",
            paramLabel = "VERSION",
            description = "Version of Cilium ($LABCTL_CILIUM_VERSION, $CILIUM_VERSION; default: a pinned one).")
    private String version;

    @Option(names = "--values", paramLabel = "FILE", description = Descriptions.VALUES)
    private Path values;

    Optional<String> version(ReaderEnvironment environment) {
        return Optional.ofNullable(version).or(environment::ciliumVersion);
    }

    Optional<Path> values() {
        return Optional.ofNullable(values);
    }
}
