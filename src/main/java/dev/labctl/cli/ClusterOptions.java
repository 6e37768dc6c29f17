package dev.labctl.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** The options of a command that works with a cluster. */
abstract class ClusterOptions extends TargetOptions {
    /** Longer than anyone watches, and short enough to be added to a time. */
    private static final Duration ENDLESS = Duration.ofDays(10_000);

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

    @Override
    boolean timeoutChosen() {
        return given(TIMEOUT_OPTION);
    }

    /** The timeout of a command that goes on until Ctrl-C, unless the reader asked for one. */
    Duration patientTimeout() {
        return given(TIMEOUT_OPTION) ? timeout : ENDLESS;
    }
}
