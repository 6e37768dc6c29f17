package dev.labctl.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Which version of Cilium. */
final class CiliumVersionOption {
    @Option(
            names = "--cilium-version",
            paramLabel = "VERSION",
            description = "Version of Cilium ($LABCTL_CILIUM_VERSION, $CILIUM_VERSION; default: a pinned one).")
    private String version;

    Optional<String> version(ReaderEnvironment environment) {
        return Optional.ofNullable(version).or(environment::ciliumVersion);
    }
}
