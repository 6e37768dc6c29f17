package dev.labctl.cli;

import dev.labctl.command.planner.Replacing;
import picocli.CommandLine.Option;

/** Agrees beforehand that a cluster is lost that labctl did not create. */
final class ReplaceForeignOption {
    @Option(
            names = "--replace-foreign",
            description =
                    "Also replace a cluster that labctl did not create; without it, labctl shows what would be lost,"
                            + " and asks on a terminal.")
    private boolean foreign;

    boolean given() {
        return foreign;
    }

    /** Of a command that replaces labctl's own cluster in any case. */
    Replacing replacing() {
        return foreign ? Replacing.ANY : Replacing.OWN;
    }
}
