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

    @Option(names = "--values", paramLabel = "FILE", description = "Helm values that take the place of the lab's own.")
    private Path values;

    Optional<String> version(Defaults defaults) {
        return Optional.ofNullable(version).or(defaults::ciliumVersion);
    }

    Optional<Path> values() {
        return Optional.ofNullable(values);
    }
}
