package dev.labctl.cli.options;

import picocli.CommandLine.Option;

/** The option of all commands that change something. */
public final class DryRunOption {
    @Option(names = "--dry-run", description = "Print what would be done, and the equivalent commands; change nothing.")
    private boolean value;

    public boolean value() {
        return value;
    }
}
