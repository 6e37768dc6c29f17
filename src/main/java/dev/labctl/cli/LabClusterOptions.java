package dev.labctl.cli;

import java.util.Optional;
import picocli.CommandLine.Mixin;

/** The options of a command on a lab and its cluster, which need not exist. */
class LabClusterOptions extends ClusterOptions {
    @Mixin
    private LabOptions lab;

    @Override
    Optional<LabOptions> lab() {
        return Optional.of(lab);
    }
}
