package dev.labctl.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Which Kubernetes the nodes run. */
final class NodeImageOption {
    @Option(
            names = "--node-image",
            paramLabel = "IMAGE",
            description = "Image of the nodes ($LABCTL_NODE_IMAGE, $KIND_IMAGE; default: a pinned one).")
    private String image;

    Optional<String> value(Defaults defaults) {
        return Optional.ofNullable(image).or(defaults::nodeImage);
    }
}
