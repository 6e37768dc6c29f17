package dev.labctl.cli;

import dev.labctl.command.planner.Replacing;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a command that creates the lab's cluster does with another one of its name. */
final class ReplaceOptions {
    @Option(names = "--recreate", description = "Replace the cluster, if labctl created it.")
    private boolean recreate;

    @Mixin
    private ReplaceForeignOption foreign;

    boolean given() {
        return recreate || foreign.given();
    }

    /** What may be replaced; {@code --replace-foreign} alone is wrong usage. */
    Replacing replacing(TargetOptions options) {
        if (foreign.given() && !recreate) {
            throw options.usage("--replace-foreign is for --recreate: without it, nothing is replaced");
        }
        if (!recreate) {
            return Replacing.NOTHING;
        }
        return foreign.replacing();
    }
}
