package dev.labctl.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What arguments are completed with: values for options that are not given, from labctl's own variables, else from the
 * Makefile's, and the folder where relative paths start.
 */
public record ReaderEnvironment(Map<String, String> variables, Path workingDirectory) {
    public Optional<String> useCase() {
        return first("LABCTL_USE_CASE", "USE_CASE");
    }

    public Optional<String> cluster() {
        return first("LABCTL_CLUSTER", "CLUSTER");
    }

    public Optional<String> nodeImage() {
        return first("LABCTL_NODE_IMAGE", "KIND_IMAGE");
    }

    public Optional<String> ciliumVersion() {
        return first("LABCTL_CILIUM_VERSION", "CILIUM_VERSION");
    }

    private Optional<String> first(String own, String old) {
        return value(own).or(() -> value(old));
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** A path that the reader gave, as an absolute one. */
    public Path resolved(Path file) {
        return workingDirectory.resolve(file).normalize();
    }
}
