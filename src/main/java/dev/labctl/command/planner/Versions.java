package dev.labctl.command.planner;

/**
 * What labctl uses where nothing else is asked for.
 *
 * @param nodeImage of kind's nodes, pinned by its digest
 * @param cilium without a leading {@code v}
 */
public record Versions(String nodeImage, String cilium) {
    /**
     * Kubernetes 1.33 is the newest minor that Cilium 1.18 is tested with; the image is the one that kind v0.32.0 was
     * released with.
     */
    public static final Versions PINNED = new Versions(
            "kindest/node:v1.33.12@sha256:3f5c8443c620245e4d355cfe09e96a91ead32ceaa569d3f1ca9edf0cb2fe2ff4", "1.18.2");
}
