package dev.labctl.cli;

import dev.labctl.command.session.Target;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a command that reads a lab's files only: there is no cluster to wait for, and nothing to change. */
final class LabViewOptions extends TargetOptions {
    @Mixin
    private LabOptions lab;

    @Option(names = "--values", paramLabel = "FILE", description = Descriptions.VALUES)
    private Path values;

    @Override
    Optional<LabOptions> lab() {
        return Optional.of(lab);
    }

    @Override
    Target labTarget() {
        return labTarget(Optional.ofNullable(values));
    }
}
