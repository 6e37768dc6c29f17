package dev.labctl.cli;

import picocli.CommandLine.Option;

/** The options of a command that works with a cluster that exists. */
class ExistingClusterOptions extends ClusterOptions {
    @Option(names = "--rehearse", description = "The rehearsal of this name, not a real cluster.")
    private boolean rehearse;

    @Override
    boolean rehearse() {
        return rehearse;
    }
}
