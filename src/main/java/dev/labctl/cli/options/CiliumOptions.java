package dev.labctl.cli.options;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which Cilium, with which values. */
public final class CiliumOptions {
    @Option(
            names = "--cilium-version",
            paramLabel = "VERSION",
            description = "Version of Cilium ($LABCTL_CILIUM_VERSION, $CILIUM_VERSION; default: a pinned one).")
    private String version;

    @Mixin
    private ValuesOption values;

    public Optional<String> version(ReaderEnvironment environment) {
        return Optional.ofNullable(version).or(environment::ciliumVersion);
    }

    public Optional<Path> values() {
        return values.value();
    }
}
