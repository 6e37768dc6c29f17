package dev.labctl.lab;

import java.nio.file.Path;

/** Which cluster the reader means. */
public sealed interface ClusterSource {
    /** By which reports name it. */
    ClusterName name();

    /**
     * A cluster that labctl created, or may create.
     *
     * @param rehearse false for a real cluster, or whatever exists under that name
     */
    record Named(ClusterName name, boolean rehearse) implements ClusterSource {}

    /** A cluster of the reader's kubeconfig, wherever it comes from. */
    record Context(String context) implements ClusterSource {
        @Override
        public ClusterName name() {
            return ClusterName.ofContext(context);
        }
    }

    /**
     * What was recorded of a cluster.
     *
     * @param name the file as the reader wrote it
     * @param file a sysdump or bundle: a folder or zip file
     */
    record Recorded(ClusterName name, Path file) implements ClusterSource {}
}
