package dev.labctl.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of a command that creates the lab's cluster, or uses one that was created elsewhere. */
final class RunOptions extends CreatingOptions {
    @Option(names = "--context", paramLabel = "CONTEXT", description = Descriptions.CONTEXT)
    private String context;

    @Option(
            names = "--keep-cilium",
            description = "With --context: leave the cluster's Cilium as it is, whatever the lab's values say.")
    private boolean keepCilium;

    /**
     * Whether Cilium is left as it is.
     *
     * @param own whether there are options that only a cluster of labctl can have
     */
    boolean keepCilium(boolean own) {
        if (context == null && keepCilium) {
            throw usage("--keep-cilium is for the cluster of a --context: labctl's own clusters have none before");
        }
        if (context != null && (own || given("--node-image") || given("--seed"))) {
            throw usage("--context names a cluster that is there, so it takes none of --recreate, --replace-foreign,"
                    + " --down, --node-image and --seed");
        }
        return keepCilium;
    }

    @Override
    Optional<String> context() {
        return Optional.ofNullable(context);
    }
}
