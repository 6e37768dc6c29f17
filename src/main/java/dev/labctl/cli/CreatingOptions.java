package dev.labctl.cli;

import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** The options of a command that may create the lab's cluster. */
abstract class CreatingOptions extends LabClusterOptions {
    @Option(
            names = "--node-image",
            paramLabel = "IMAGE",
            description = "Image of the nodes ($LABCTL_NODE_IMAGE, $KIND_IMAGE; default: a pinned one).")
    private String nodeImage;

    @Option(
            names = "--allow-remote",
            description = "Allow a cluster whose API server other machines can reach, such as one on a remote container"
                    + " engine ($DOCKER_HOST).")
    private boolean allowRemote;

    @Option(names = "--rehearse", description = "Simulate the cluster: nothing but Java is needed, and nothing runs.")
    private boolean rehearse;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "Determines all that is random in a rehearsal (default: another each time).")
    private Long seed;

    @Option(names = "--yes", description = "Agree to what a cluster on EKS costs, without being asked.")
    private boolean agreed;

    @Option(names = "--dry-run", description = Descriptions.DRY_RUN)
    private boolean dryRun;

    Optional<String> nodeImage() {
        return Optional.ofNullable(nodeImage).or(environment()::nodeImage);
    }

    boolean allowRemote() {
        return allowRemote;
    }

    @Override
    boolean rehearse() {
        return rehearse;
    }

    /** The seed of a rehearsal; a real cluster has none. */
    OptionalLong seed() {
        if (seed == null) {
            return OptionalLong.empty();
        }
        if (!rehearse) {
            throw usage("missing required argument(s): --rehearse");
        }
        return OptionalLong.of(seed);
    }

    boolean agreed() {
        return agreed;
    }

    boolean dryRun() {
        return dryRun;
    }
}
