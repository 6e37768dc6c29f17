package dev.labctl.cli;

import java.time.Duration;
import java.util.OptionalLong;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that work on a cluster have in common. */
abstract class ClusterCommand extends RequestCommand {
    /** What a command takes that has another default. */
    static final String TIMEOUT_LABEL = "DURATION";

    @Option(
            names = "--timeout",
            paramLabel = TIMEOUT_LABEL,
            converter = Durations.class,
            defaultValue = "10m",
            description = "For the whole command, such as 90s or 10m (default: ${DEFAULT-VALUE}).")
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
        return timeout;
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
