package dev.labctl.provider;

import dev.labctl.lab.ClusterSource;
import java.util.OptionalLong;

/** Finds the provider that a cluster comes from, or will come from. */
public interface Providers {
    /**
     * Opens the provider for one command.
     *
     * @param seed decides everything that is chance in a rehearsal; empty for any
     */
    ClusterAccess open(ClusterSource source, OptionalLong seed);

    /** Opens the provider of all rehearsals, or of all real clusters. */
    ClusterAccess all(boolean rehearsed);
}
