package dev.labctl.provider;

import dev.labctl.lab.ClusterName;
import java.util.OptionalLong;

/** Finds who makes a cluster of a name, or has made it. */
public interface Providers {
    /**
     * Opens the provider for one command.
     *
     * @param rehearse whether the reader asks for a rehearsal; one that is there under this name answers all the same
     * @param seed decides everything that is chance in a rehearsal; empty for any
     */
    Provider open(ClusterName cluster, boolean rehearse, OptionalLong seed);

    /** Opens the provider of all rehearsals, or of all real clusters. */
    Provider all(boolean rehearsed);
}
