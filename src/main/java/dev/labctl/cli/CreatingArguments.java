package dev.labctl.cli;

import dev.labctl.cli.options.DryRunOption;
import dev.labctl.cli.options.LabArguments;
import dev.labctl.cli.options.ReaderEnvironment;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The arguments of a command that may create the lab's cluster. */
abstract class CreatingArguments extends ClusterArguments {
    @Mixin
    private LabArguments lab;

    @Option(
            names = "--node-image",
            paramLabel = "IMAGE",
            description = "Image of the nodes ($LABCTL_NODE_IMAGE, $KIND_IMAGE; default: a pinned one).")
    private String nodeImage;

    @ArgGroup(exclusive = false)
    private Rehearsal rehearsal;

    @Mixin
    private DryRunOption dryRun;

    /** Both options as one group, so that a seed alone is wrong usage. */
    private static final class Rehearsal {
        @Option(
                names = "--rehearse",
                required = true,
                description = "Simulate the cluster: nothing but Java is needed, and nothing runs.")
        private boolean rehearse;

        @Option(
                names = "--seed",
                paramLabel = "NUMBER",
                description = "Determines all that is random in a rehearsal (default: another each time).")
        private Long seed;
    }

    @Override
    Optional<LabArguments> labArguments() {
        return Optional.of(lab);
    }

    Optional<String> nodeImage(ReaderEnvironment environment) {
        return Optional.ofNullable(nodeImage).or(environment::nodeImage);
    }

    @Override
    boolean rehearse() {
        return rehearsal != null && rehearsal.rehearse;
    }

    OptionalLong seed() {
        return rehearsal == null || rehearsal.seed == null ? OptionalLong.empty() : OptionalLong.of(rehearsal.seed);
    }

    boolean dryRun() {
        return dryRun.value();
    }
}
