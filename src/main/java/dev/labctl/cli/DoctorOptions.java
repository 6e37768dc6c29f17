package dev.labctl.cli;

import java.util.Optional;
import picocli.CommandLine.Mixin;

/** The options of a command on this machine and a lab, whose cluster need not exist. */
final class DoctorOptions extends ClusterOptions {
    @Mixin
    private LabOptions lab;

    @Override
    Optional<LabOptions> lab() {
        return Optional.of(lab);
    }
}
