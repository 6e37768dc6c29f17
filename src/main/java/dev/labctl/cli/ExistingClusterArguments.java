package dev.labctl.cli;

import picocli.CommandLine.Option;

/** The arguments of a command that works with a cluster that exists. */
abstract class ExistingClusterArguments extends ClusterArguments {
    @Option(names = "--rehearse", description = "The rehearsal of this name, not a real cluster.")
    private boolean rehearse;

    @Override
    boolean rehearse() {
        return rehearse;
    }
}
