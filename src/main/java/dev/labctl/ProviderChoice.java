package dev.labctl;

import dev.labctl.lab.ClusterName;
import dev.labctl.provider.Provider;
import dev.labctl.provider.Providers;
import dev.labctl.provider.kind.KindEquivalents;
import dev.labctl.provider.kind.KindProvider;
import dev.labctl.provider.rehearsal.RehearsalProvider;
import dev.labctl.provider.rehearsal.StateFolder;
import dev.labctl.time.TimeSource;
import dev.labctl.tools.Platform;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Rehearsals where one is asked for, or there under the name; kind else. */
record ProviderChoice(Path stateFolder, Platform platform, TimeSource time, Supplier<KindProvider> kind)
        implements Providers {
    @Override
    public Provider open(ClusterName cluster, boolean rehearse, OptionalLong seed) {
        boolean rehearsal = rehearse || new StateFolder(stateFolder).has(cluster);
        return rehearsal ? rehearsals(seed) : kind.get();
    }

    @Override
    public Provider all(boolean rehearsed) {
        return rehearsed ? rehearsals(OptionalLong.empty()) : kind.get();
    }

    private Provider rehearsals(OptionalLong seed) {
        return new RehearsalProvider(stateFolder, seed, time, new KindEquivalents(platform == Platform.LINUX));
    }
}
