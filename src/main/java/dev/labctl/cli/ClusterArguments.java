package dev.labctl.cli;

import dev.labctl.cli.options.Durations;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The arguments of a command that works with a cluster. */
abstract class ClusterArguments extends TargetArguments {
    private static final String TIMEOUT_OPTION = "--timeout";

    /** Commands with a default of their own recognise the option by this. */
    static final String TIMEOUT_LABEL = "DURATION";

    @Option(
            names = TIMEOUT_OPTION,
            paramLabel = TIMEOUT_LABEL,
            converter = Durations.class,
            defaultValue = "10m",
            description = "For the whole command, such as 90s or 10m (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Override
    Duration timeout() {
        return timeout;
    }

    /** The timeout that the reader asked for, if any. */
    Optional<Duration> givenTimeout() {
        return given(TIMEOUT_OPTION) ? Optional.of(timeout) : Optional.empty();
    }
}
