package dev.labctl.cli;

import java.util.Map;
import java.util.Optional;

/** Values from the environment for options that are not given: labctl's own variables, else the Makefile's. */
record Defaults(Map<String, String> environment) {
    Optional<String> useCase() {
        return first("LABCTL_USE_CASE", "USE_CASE");
    }

    Optional<String> cluster() {
        return first("LABCTL_CLUSTER", "CLUSTER");
    }

    Optional<String> nodeImage() {
        return first("LABCTL_NODE_IMAGE", "KIND_IMAGE");
    }

    Optional<String> ciliumVersion() {
        return first("LABCTL_CILIUM_VERSION", "CILIUM_VERSION");
    }

    private Optional<String> first(String own, String old) {
        return value(own).or(() -> value(old));
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
