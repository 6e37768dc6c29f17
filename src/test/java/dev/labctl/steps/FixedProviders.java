package dev.labctl.steps;

import dev.labctl.lab.ClusterConfig;
import dev.labctl.lab.ClusterSource;
import dev.labctl.provider.ClusterAccess;
import dev.labctl.provider.Providers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Opens the same clusters whatever is asked for. */
public record FixedProviders(Supplier<ClusterAccess> access) implements Providers {
    @Override
    public ClusterAccess open(ClusterSource source, Optional<ClusterConfig> lab, OptionalLong seed) {
        return access.get();
    }

    @Override
    public List<Supplier<ClusterAccess>> all(boolean rehearsed) {
        return List.of(access);
    }
}
