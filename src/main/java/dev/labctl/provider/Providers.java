package dev.labctl.provider;

import dev.labctl.lab.ClusterConfig;
import dev.labctl.lab.ClusterSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Finds the provider that a cluster comes from, or will come from. */
public interface Providers {
    /**
     * Opens the provider for one command.
     *
     * @param lab the cluster of the lab that the reader named; empty where none was named
     * @param seed decides everything that is chance in a rehearsal; empty for any
     */
    ClusterAccess open(ClusterSource source, Optional<ClusterConfig> lab, OptionalLong seed);

    /** The providers of all rehearsals, or of all real clusters; each is opened when it is asked for. */
    List<Supplier<ClusterAccess>> all(boolean rehearsed);
}
