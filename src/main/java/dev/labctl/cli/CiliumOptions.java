package dev.labctl.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which Cilium, with which values. */
final class CiliumOptions {
    @Option(
            names = "--cilium-version",
            paramLabel = "VERSION",
            description = "Version of Cilium ($LABCTL_CILIUM_VERSION, $CILIUM_VERSION; default: a pinned one).")
    private String version;

    @Mixin
    private ValuesOption values;

    Optional<String> version(Defaults defaults) {
        return Optional.ofNullable(version).or(defaults::ciliumVersion);
    }

    Optional<Path> values() {
        return values.value();
    }
}
