package dev.labctl.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that work on a cluster have in common. */
abstract class ClusterCommand extends RequestCommand {
    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "For the whole command, such as 90s or 10m (default: 10m).")
    private Duration timeout;

    @Mixin
    private RehearsalOptions rehearsal;

    @Option(names = "--dry-run", description = "Print what would be done and the equal commands; change nothing.")
    private boolean dryRun;

    ClusterCommand(Host host) {
        super(host);
    }

    @Override
    Duration timeout() {
        return Optional.ofNullable(timeout).orElseGet(this::untold);
    }

    /** How long the command may take where the reader says nothing. */
    Duration untold() {
        return TIMEOUT;
    }

    @Override
    boolean dryRun() {
        return dryRun;
    }

    @Override
    boolean rehearse() {
        return rehearsal.wished();
    }

    @Override
    OptionalLong seed() {
        return rehearsal.seed();
    }
}
