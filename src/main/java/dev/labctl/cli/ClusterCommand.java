package dev.labctl.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that work on a cluster have in common. */
abstract class ClusterCommand extends RequestCommand {
    private static final String TIMEOUT_OPTION = "--timeout";

    /** By this a command finds it that has another default. */
    static final String TIMEOUT_LABEL = "DURATION";

    @Option(
            names = TIMEOUT_OPTION,
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

    /** What the reader asked for, where that is so. */
    Optional<Duration> givenTimeout() {
        return given(TIMEOUT_OPTION) ? Optional.of(timeout) : Optional.empty();
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
