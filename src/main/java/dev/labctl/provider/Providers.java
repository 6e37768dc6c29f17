package dev.labctl.provider;

import dev.labctl.lab.ClusterName;
import java.util.OptionalLong;

/** Finds the provider that a cluster of a name comes from, or will come from. */
public interface Providers {
    /**
     * Opens the provider for one command.
     *
     * @param rehearse whether the reader asks for a rehearsal; an existing rehearsal of this name is opened in any case
     * @param seed decides everything that is chance in a rehearsal; empty for any
     */
    ClusterAccess open(ClusterName cluster, boolean rehearse, OptionalLong seed);

    /** Opens the provider of all rehearsals, or of all real clusters. */
    ClusterAccess all(boolean rehearsed);
}
